/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Compiles to nothing. Where the headers are installed, it proves that the declarations made by hand agree with them. */

#include "memory.h"

#define SAME_SIZE(ours, theirs) _Static_assert(sizeof(ours) == sizeof(theirs), #theirs " has another size")
#define SAME_PLACE(ours, our_field, theirs, field)                                                            \
  _Static_assert(offsetof(ours, our_field) == offsetof(theirs, field), #theirs "." #field " has moved")

#if defined(__has_include) && !defined(CINTERCHANGE_WITHOUT_HEADERS)
#if __has_include(<minizip/unzip.h>)
#include <minizip/unzip.h>

SAME_SIZE(struct cinterchange_io, zlib_filefunc64_def);
SAME_PLACE(struct cinterchange_io, seek, zlib_filefunc64_def, zseek64_file);
SAME_PLACE(struct cinterchange_io, opaque, zlib_filefunc64_def, opaque);
SAME_SIZE(cinterchange_zip_info, unz_file_info64);
SAME_PLACE(cinterchange_zip_info, compression_method, unz_file_info64, compression_method);
SAME_PLACE(cinterchange_zip_info, uncompressed_size, unz_file_info64, uncompressed_size);
SAME_PLACE(cinterchange_zip_info, name_size, unz_file_info64, size_filename);
SAME_SIZE(cinterchange_zip_position, unz64_file_pos);
#endif

#if __has_include(<xlsxwriter.h>)
#include <xlsxwriter.h>

SAME_SIZE(cinterchange_workbook_options, lxw_workbook_options);
SAME_PLACE(cinterchange_workbook_options, tmpdir, lxw_workbook_options, tmpdir);
SAME_SIZE(cinterchange_properties, lxw_doc_properties);
SAME_PLACE(cinterchange_properties, created, lxw_doc_properties, created);
SAME_SIZE(cinterchange_validation, lxw_data_validation);
SAME_PLACE(cinterchange_validation, value_list, lxw_data_validation, value_list);
SAME_PLACE(cinterchange_validation, error_message, lxw_data_validation, error_message);
SAME_SIZE(cinterchange_conditional, lxw_conditional_format);
SAME_PLACE(cinterchange_conditional, max_color, lxw_conditional_format, max_color);
SAME_PLACE(cinterchange_conditional, stop_if_true, lxw_conditional_format, stop_if_true);

#define SAME_VALUE(ours, theirs) _Static_assert((int)(ours) == (int)(theirs), #theirs " has another value")
SAME_VALUE(CINTERCHANGE_VALIDATE_LIST, LXW_VALIDATION_TYPE_LIST);
SAME_VALUE(CINTERCHANGE_VALIDATE_LIST_FORMULA, LXW_VALIDATION_TYPE_LIST_FORMULA);
SAME_VALUE(CINTERCHANGE_ERROR_STOP, LXW_VALIDATION_ERROR_TYPE_STOP);
SAME_VALUE(CINTERCHANGE_OFF, LXW_VALIDATION_OFF);
SAME_VALUE(CINTERCHANGE_CONDITION_CELL, LXW_CONDITIONAL_TYPE_CELL);
SAME_VALUE(CINTERCHANGE_CONDITION_2_COLORS, LXW_CONDITIONAL_2_COLOR_SCALE);
SAME_VALUE(CINTERCHANGE_RULE_NUMBER, LXW_CONDITIONAL_RULE_TYPE_NUMBER);
SAME_VALUE(CINTERCHANGE_CRITERIA_GREATER, LXW_CONDITIONAL_CRITERIA_GREATER_THAN);
SAME_VALUE(CINTERCHANGE_CHART_COLUMN_STACKED, LXW_CHART_COLUMN_STACKED);
SAME_VALUE(CINTERCHANGE_CHART_LINE, LXW_CHART_LINE);
SAME_VALUE(CINTERCHANGE_AXIS_X, LXW_CHART_AXIS_TYPE_X);
SAME_VALUE(CINTERCHANGE_LEGEND_BOTTOM, LXW_CHART_LEGEND_BOTTOM);
SAME_SIZE(cinterchange_chart_options, lxw_chart_options);
SAME_PLACE(cinterchange_chart_options, y_scale, lxw_chart_options, y_scale);
SAME_PLACE(cinterchange_chart_options, description, lxw_chart_options, description);
#endif
#endif
