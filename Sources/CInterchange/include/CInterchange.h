/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Three libraries that are loaded at run time: expat reads XML, minizip unpacks ZIP, libxlsxwriter writes workbooks. The
   entry points and structures are declared by hand, so that the package builds without their headers; layout_check.c
   compares them with the headers where these are installed. */

#ifndef CINTERCHANGE_H
#define CINTERCHANGE_H

#include <stddef.h>
#include <stdint.h>

#if defined(__clang__)
#pragma clang assume_nonnull begin
#else
#define _Nonnull
#define _Nullable
#endif

/* ---- expat: libexpat.so.1 ---- */

typedef void *cinterchange_parser;

typedef void (*cinterchange_start)(void *_Nullable user, const char *name, const char *_Nullable *_Nonnull attributes);
typedef void (*cinterchange_end)(void *_Nullable user, const char *name);
typedef void (*cinterchange_text)(void *_Nullable user, const char *text, int count);
typedef void (*cinterchange_doctype)(void *_Nullable user, const char *name, const char *_Nullable system,
                                     const char *_Nullable public_id, int has_subset);

typedef struct {
  cinterchange_parser _Nullable (*_Nonnull parser_create)(const char *_Nullable encoding, char separator);
  void (*_Nonnull set_user_data)(cinterchange_parser parser, void *_Nullable user);
  void (*_Nonnull set_elements)(cinterchange_parser parser, cinterchange_start start, cinterchange_end end);
  void (*_Nonnull set_text)(cinterchange_parser parser, cinterchange_text text);
  void (*_Nonnull set_doctype)(cinterchange_parser parser, cinterchange_doctype doctype);
  int (*_Nonnull parse)(cinterchange_parser parser, const char *bytes, int count, int is_final);
  int (*_Nonnull stop)(cinterchange_parser parser, unsigned char is_resumable);
  int (*_Nonnull error_code)(cinterchange_parser parser);
  const char *_Nullable (*_Nonnull error_text)(int code);
  unsigned long (*_Nonnull line)(cinterchange_parser parser);
  unsigned long (*_Nonnull column)(cinterchange_parser parser);
  long (*_Nonnull byte_index)(cinterchange_parser parser);
  int (*_Nonnull byte_count)(cinterchange_parser parser);
  void (*_Nonnull parser_free)(cinterchange_parser parser);
} cinterchange_expat;

/* Loads the library; returns NULL, or why that is not possible, in memory that stays. */
const char *_Nullable cinterchange_load_expat(cinterchange_expat *library);

/* ---- minizip: libminizip.so.1 ---- */

typedef void *cinterchange_zip;

typedef struct {
  unsigned long version, version_needed, flag, compression_method, dos_date, crc;
  unsigned long long compressed_size, uncompressed_size;
  unsigned long name_size, extra_size, comment_size, disk_start, internal_attributes, external_attributes;
  unsigned int time[6];
} cinterchange_zip_info;

typedef struct {
  unsigned long long directory_position, file_number;
} cinterchange_zip_position;

typedef struct {
  cinterchange_zip _Nullable (*_Nonnull open)(const void *_Nullable path, void *functions);
  int (*_Nonnull close)(cinterchange_zip zip);
  int (*_Nonnull first)(cinterchange_zip zip);
  int (*_Nonnull next)(cinterchange_zip zip);
  int (*_Nonnull info)(cinterchange_zip zip, cinterchange_zip_info *info, char *_Nullable name, unsigned long name_room,
              void *_Nullable extra, unsigned long extra_room, char *_Nullable comment, unsigned long comment_room);
  int (*_Nonnull position)(cinterchange_zip zip, cinterchange_zip_position *position);
  int (*_Nonnull go)(cinterchange_zip zip, const cinterchange_zip_position *position);
  int (*_Nonnull open_file)(cinterchange_zip zip);
  int (*_Nonnull read)(cinterchange_zip zip, void *buffer, unsigned int room);
  int (*_Nonnull close_file)(cinterchange_zip zip);
} cinterchange_minizip;

const char *_Nullable cinterchange_load_minizip(cinterchange_minizip *library);

/* Bytes that a ZIP archive is read from; nothing is copied, and they have to stay as long as the archive is open. */
typedef struct {
  const unsigned char *_Nullable bytes;
  size_t count;
  size_t position;
} cinterchange_memory;

/* Opens the archive in memory; NULL where it is none. */
cinterchange_zip _Nullable cinterchange_open_memory(const cinterchange_minizip *library, cinterchange_memory *memory);

/* Gives memory that is free back to the system, where the C library can. */
void cinterchange_return_memory(void);

/* ---- libxlsxwriter: libxlsxwriter.so.4 ---- */

typedef void *cinterchange_workbook;
typedef void *cinterchange_worksheet;
typedef void *cinterchange_format;
typedef void *cinterchange_chart;
typedef void *cinterchange_series;
typedef void *cinterchange_axis;

typedef struct {
  int32_t x_offset, y_offset;
  double x_scale, y_scale;
  uint8_t object_position;
  const char *_Nullable description;
  uint8_t decorative;
} cinterchange_chart_options;

typedef struct {
  uint8_t constant_memory;
  char *_Nullable tmpdir;
  uint8_t use_zip64;
} cinterchange_workbook_options;

typedef struct {
  const char *_Nullable title, *_Nullable subject, *_Nullable author, *_Nullable manager, *_Nullable company,
      *_Nullable category, *_Nullable keywords, *_Nullable comments, *_Nullable status, *_Nullable hyperlink_base;
  long created;
} cinterchange_properties;

typedef struct {
  int year, month, day, hour, min;
  double sec;
} cinterchange_datetime;

typedef struct {
  uint8_t validate, criteria, ignore_blank, show_input, show_error, error_type, dropdown;
  double value_number;
  const char *_Nullable value_formula;
  const char *_Nullable *_Nullable value_list;
  cinterchange_datetime value_datetime;
  double minimum_number;
  const char *_Nullable minimum_formula;
  cinterchange_datetime minimum_datetime;
  double maximum_number;
  const char *_Nullable maximum_formula;
  cinterchange_datetime maximum_datetime;
  const char *_Nullable input_title, *_Nullable input_message, *_Nullable error_title, *_Nullable error_message;
} cinterchange_validation;

typedef struct {
  uint8_t type, criteria;
  double value;
  const char *_Nullable value_string;
  cinterchange_format _Nullable format;
  double min_value;
  const char *_Nullable min_value_string;
  uint8_t min_rule_type;
  uint32_t min_color;
  double mid_value;
  const char *_Nullable mid_value_string;
  uint8_t mid_rule_type;
  uint32_t mid_color;
  double max_value;
  const char *_Nullable max_value_string;
  uint8_t max_rule_type;
  uint32_t max_color;
  uint32_t bar_color;
  uint8_t bar_only, data_bar_2010, bar_solid;
  uint32_t bar_negative_color, bar_border_color, bar_negative_border_color;
  uint8_t bar_negative_color_same, bar_negative_border_color_same, bar_no_border, bar_direction, bar_axis_position;
  uint32_t bar_axis_color;
  uint8_t icon_style, reverse_icons, icons_only;
  const char *_Nullable multi_range;
  uint8_t stop_if_true;
} cinterchange_conditional;

enum {
  CINTERCHANGE_VALIDATE_LIST = 5,
  CINTERCHANGE_VALIDATE_LIST_FORMULA = 6,
  CINTERCHANGE_ERROR_STOP = 0,
  CINTERCHANGE_OFF = 1,
  CINTERCHANGE_CONDITION_CELL = 1,
  CINTERCHANGE_CONDITION_2_COLORS = 14,
  CINTERCHANGE_RULE_NUMBER = 2,
  CINTERCHANGE_CRITERIA_GREATER = 3,
  CINTERCHANGE_CHART_COLUMN_STACKED = 8,
  CINTERCHANGE_CHART_LINE = 11,
  CINTERCHANGE_AXIS_X = 0,
  CINTERCHANGE_LEGEND_BOTTOM = 4,
};

#define CINTERCHANGE_XLSXWRITER(X)                                                                                     \
  X(cinterchange_workbook _Nullable, workbook_new_opt, (const char *path, cinterchange_workbook_options *options))     \
  X(int, workbook_close, (cinterchange_workbook workbook))                                                             \
  X(int, workbook_set_properties, (cinterchange_workbook workbook, cinterchange_properties *properties))              \
  X(cinterchange_worksheet _Nullable, workbook_add_worksheet, (cinterchange_workbook workbook, const char *name))      \
  X(cinterchange_format _Nullable, workbook_add_format, (cinterchange_workbook workbook))                              \
  X(cinterchange_chart _Nullable, workbook_add_chart, (cinterchange_workbook workbook, uint8_t type))                  \
  X(void, format_set_bold, (cinterchange_format format))                                                               \
  X(void, format_set_italic, (cinterchange_format format))                                                             \
  X(void, format_set_font_color, (cinterchange_format format, uint32_t color))                                         \
  X(void, format_set_font_size, (cinterchange_format format, double size))                                             \
  X(void, format_set_bg_color, (cinterchange_format format, uint32_t color))                                           \
  X(void, format_set_num_format, (cinterchange_format format, const char *pattern))                                    \
  X(void, format_set_text_wrap, (cinterchange_format format))                                                          \
  X(void, format_set_align, (cinterchange_format format, uint8_t alignment))                                           \
  X(void, format_set_bottom, (cinterchange_format format, uint8_t style))                                              \
  X(void, format_set_rotation, (cinterchange_format format, int16_t angle))                                            \
  X(int, worksheet_write_string,                                                                                       \
    (cinterchange_worksheet sheet, uint32_t row, uint16_t column, const char *text,                                    \
     cinterchange_format _Nullable format))                                                                            \
  X(int, worksheet_write_number,                                                                                       \
    (cinterchange_worksheet sheet, uint32_t row, uint16_t column, double number,                                       \
     cinterchange_format _Nullable format))                                                                            \
  X(int, worksheet_write_blank,                                                                                        \
    (cinterchange_worksheet sheet, uint32_t row, uint16_t column, cinterchange_format _Nullable format))               \
  X(int, worksheet_write_formula_num,                                                                                  \
    (cinterchange_worksheet sheet, uint32_t row, uint16_t column, const char *formula,                                 \
     cinterchange_format _Nullable format, double result))                                                             \
  X(int, worksheet_set_column,                                                                                         \
    (cinterchange_worksheet sheet, uint16_t first, uint16_t last, double width, cinterchange_format _Nullable format)) \
  X(int, worksheet_set_row,                                                                                            \
    (cinterchange_worksheet sheet, uint32_t row, double height, cinterchange_format _Nullable format))                 \
  X(void, worksheet_freeze_panes, (cinterchange_worksheet sheet, uint32_t row, uint16_t column))                       \
  X(int, worksheet_autofilter,                                                                                         \
    (cinterchange_worksheet sheet, uint32_t row, uint16_t column, uint32_t last_row, uint16_t last_column))            \
  X(int, worksheet_data_validation_range,                                                                              \
    (cinterchange_worksheet sheet, uint32_t row, uint16_t column, uint32_t last_row, uint16_t last_column,             \
     cinterchange_validation *validation))                                                                             \
  X(int, worksheet_conditional_format_range,                                                                           \
    (cinterchange_worksheet sheet, uint32_t row, uint16_t column, uint32_t last_row, uint16_t last_column,             \
     cinterchange_conditional *conditional))                                                                           \
  X(int, worksheet_write_comment, (cinterchange_worksheet sheet, uint32_t row, uint16_t column, const char *text))     \
  X(int, worksheet_insert_chart_opt,                                                                                   \
    (cinterchange_worksheet sheet, uint32_t row, uint16_t column, cinterchange_chart chart,                            \
     cinterchange_chart_options *options))                                                                             \
  X(cinterchange_axis _Nullable, chart_axis_get, (cinterchange_chart chart, int type))                                 \
  X(void, chart_axis_set_num_format, (cinterchange_axis axis, const char *pattern))                                    \
  X(void, chart_legend_set_position, (cinterchange_chart chart, uint8_t position))                                     \
  X(void, worksheet_set_landscape, (cinterchange_worksheet sheet))                                                     \
  X(void, worksheet_fit_to_pages, (cinterchange_worksheet sheet, uint16_t width, uint16_t height))                     \
  X(int, worksheet_repeat_rows, (cinterchange_worksheet sheet, uint32_t first, uint32_t last))                         \
  X(cinterchange_series _Nullable, chart_add_series,                                                                   \
    (cinterchange_chart chart, const char *_Nullable categories, const char *_Nullable values))                        \
  X(void, chart_series_set_name, (cinterchange_series series, const char *name))                                       \
  X(void, chart_title_set_name, (cinterchange_chart chart, const char *name))

typedef struct {
#define CINTERCHANGE_MEMBER(result, name, arguments) result(*_Nonnull name) arguments;
  CINTERCHANGE_XLSXWRITER(CINTERCHANGE_MEMBER)
#undef CINTERCHANGE_MEMBER
} cinterchange_xlsxwriter;

const char *_Nullable cinterchange_load_xlsxwriter(cinterchange_xlsxwriter *library);

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#endif
