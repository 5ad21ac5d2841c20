/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <dlfcn.h>
#include <string.h>

#include "CInterchange.h"

/* Finds an entry point, and notes the first that is missing. ISO C has no conversion from void * to a function pointer;
   POSIX promises that the bytes are the same. */
static void find(void *handle, const char *name, void *place, const char **missing) {
  void *symbol = dlsym(handle, name);
  if (symbol == NULL && *missing == NULL) *missing = name;
  memcpy(place, &symbol, sizeof symbol);
}

#define LOAD(member, name) find(handle, name, &library->member, &missing)

const char *cinterchange_load_expat(cinterchange_expat *library) {
  void *handle = dlopen("libexpat.so.1", RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) return "libexpat.so.1 cannot be loaded";
  const char *missing = NULL;
  LOAD(parser_create, "XML_ParserCreateNS");
  LOAD(set_user_data, "XML_SetUserData");
  LOAD(set_elements, "XML_SetElementHandler");
  LOAD(set_text, "XML_SetCharacterDataHandler");
  LOAD(set_doctype, "XML_SetStartDoctypeDeclHandler");
  LOAD(parse, "XML_Parse");
  LOAD(stop, "XML_StopParser");
  LOAD(error_code, "XML_GetErrorCode");
  LOAD(error_text, "XML_ErrorString");
  LOAD(line, "XML_GetCurrentLineNumber");
  LOAD(column, "XML_GetCurrentColumnNumber");
  LOAD(byte_index, "XML_GetCurrentByteIndex");
  LOAD(byte_count, "XML_GetCurrentByteCount");
  LOAD(parser_free, "XML_ParserFree");
  return missing;
}

const char *cinterchange_load_minizip(cinterchange_minizip *library) {
  void *handle = dlopen("libminizip.so.1", RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) return "libminizip.so.1 cannot be loaded";
  const char *missing = NULL;
  LOAD(open, "unzOpen2_64");
  LOAD(close, "unzClose");
  LOAD(first, "unzGoToFirstFile");
  LOAD(next, "unzGoToNextFile");
  LOAD(info, "unzGetCurrentFileInfo64");
  LOAD(position, "unzGetFilePos64");
  LOAD(go, "unzGoToFilePos64");
  LOAD(open_file, "unzOpenCurrentFile");
  LOAD(read, "unzReadCurrentFile");
  LOAD(close_file, "unzCloseCurrentFile");
  return missing;
}

const char *cinterchange_load_xlsxwriter(cinterchange_xlsxwriter *library) {
  void *handle = dlopen("libxlsxwriter.so.4", RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) return "libxlsxwriter.so.4 cannot be loaded";
  const char *missing = NULL;
#define LOAD_MEMBER(result, name, arguments) LOAD(name, #name);
  CINTERCHANGE_XLSXWRITER(LOAD_MEMBER)
#undef LOAD_MEMBER
  return missing;
}
