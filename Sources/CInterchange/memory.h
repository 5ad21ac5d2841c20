/* SPDX-License-Identifier: GPL-3.0-or-later */

#ifndef CINTERCHANGE_MEMORY_H
#define CINTERCHANGE_MEMORY_H

#include "CInterchange.h"

/* zlib_filefunc64_def of minizip. */
struct cinterchange_io {
  void *(*open)(void *opaque, const void *name, int mode);
  unsigned long (*read)(void *opaque, void *stream, void *buffer, unsigned long size);
  unsigned long (*write)(void *opaque, void *stream, const void *buffer, unsigned long size);
  unsigned long long (*tell)(void *opaque, void *stream);
  long (*seek)(void *opaque, void *stream, unsigned long long offset, int origin);
  int (*close)(void *opaque, void *stream);
  int (*error)(void *opaque, void *stream);
  void *opaque;
};

#endif
