/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

static void *open_first(const char *const *names, cglpk_error *error) {
  for (; *names != NULL; names++) {
    void *handle = dlopen(*names, RTLD_NOW | RTLD_LOCAL);
    if (handle != NULL) return handle;
    const char *reason = dlerror();
    if (error->message[0] == 0)
      cglpk_fail(error, CGLPK_LIBRARY_MISSING, reason != NULL ? reason : "the library cannot be loaded");
  }
  return NULL;
}

cglpk_status cglpk_open(const char *path, cglpk_library **library, cglpk_error *error) {
  static const char *const usual[] = {"libglpk.so.40", "libglpk.40.dylib", "libglpk.so", "libglpk.dylib", NULL};
  const char *const given[] = {path, NULL};
  cglpk_clear(error);
  *library = NULL;
  void *handle = open_first(path != NULL ? given : usual, error);
  if (handle == NULL) return CGLPK_LIBRARY_MISSING;

  cglpk_library *table = calloc(1, sizeof *table);
  if (table == NULL) return cglpk_fail(error, CGLPK_MEMORY, "out of memory");
  const char *missing = NULL;
  /* ISO C has no conversion from void * to a function pointer; POSIX promises that the bytes are the same. */
#define LOAD(result, name, arguments)                    \
  do {                                                   \
    void *symbol = dlsym(handle, "glp_" #name);          \
    if (symbol == NULL && missing == NULL) missing = "glp_" #name; \
    memcpy(&table->name, &symbol, sizeof symbol);        \
  } while (0);
  CGLPK_ENTRY_POINTS(LOAD)
  CGLPK_PARAMETER_ENTRY_POINTS(LOAD)
#undef LOAD
  if (missing != NULL) {
    char text[256];
    if (table->version != NULL)
      snprintf(text, sizeof text, "GLPK %.32s lacks the entry point %s", table->version(), missing);
    else
      snprintf(text, sizeof text, "the file is not a GLPK library: it lacks %s", missing);
    free(table);
    return cglpk_fail(error, CGLPK_LIBRARY_UNSUPPORTED, text);
  }
  snprintf(table->version_text, sizeof table->version_text, "%s", table->version());
  if (strcmp(table->version_text, "5.0") != 0 && strcmp(table->version_text, "4.65") != 0) {
    char text[256];
    snprintf(text, sizeof text, "GLPK %s is not one of the versions that are known, 4.65 and 5.0", table->version_text);
    free(table);
    return cglpk_fail(error, CGLPK_LIBRARY_UNSUPPORTED, text);
  }
  *library = table;
  return CGLPK_OK;
}

void cglpk_close(cglpk_library *library) { free(library); }

const char *cglpk_version(const cglpk_library *library) { return library->version_text; }
