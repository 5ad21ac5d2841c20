/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The hooks through which minizip reads an archive from memory. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "memory.h"

static void *open_memory(void *opaque, const void *name, int mode) {
  (void)name;
  (void)mode;
  ((cinterchange_memory *)opaque)->position = 0;
  return opaque;
}

static unsigned long read_memory(void *opaque, void *stream, void *buffer, unsigned long size) {
  (void)stream;
  cinterchange_memory *memory = opaque;
  size_t rest = memory->count - memory->position;
  size_t count = size < rest ? size : rest;
  memcpy(buffer, memory->bytes + memory->position, count);
  memory->position += count;
  return count;
}

static unsigned long write_memory(void *opaque, void *stream, const void *buffer, unsigned long size) {
  (void)opaque;
  (void)stream;
  (void)buffer;
  (void)size;
  return 0;
}

static unsigned long long tell_memory(void *opaque, void *stream) {
  (void)stream;
  return ((cinterchange_memory *)opaque)->position;
}

static long seek_memory(void *opaque, void *stream, unsigned long long offset, int origin) {
  (void)stream;
  cinterchange_memory *memory = opaque;
  unsigned long long base = origin == SEEK_SET ? 0 : origin == SEEK_CUR ? memory->position : memory->count;
  unsigned long long place = base + offset;
  if (place < base || place > memory->count) return -1;
  memory->position = (size_t)place;
  return 0;
}

static int close_memory(void *opaque, void *stream) {
  (void)opaque;
  (void)stream;
  return 0;
}

cinterchange_zip cinterchange_open_memory(const cinterchange_minizip *library, cinterchange_memory *memory) {
  struct cinterchange_io functions = {open_memory, read_memory, write_memory, tell_memory,
                                      seek_memory, close_memory, close_memory, memory};
  return library->open("", &functions);
}

void cinterchange_return_memory(void) {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}
