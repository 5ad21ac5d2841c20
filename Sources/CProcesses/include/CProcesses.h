/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What Swift cannot call by itself, such as functions with a varying number of arguments. */

#ifndef CPROCESSES_H
#define CPROCESSES_H

/* The calling process ends when the thread that started it does (Linux). */
void cprocesses_die_with_parent(void);

/* All threads take memory from one heap (glibc). */
void cprocesses_share_one_heap(void);

/* A signal by which a fault ends the process, such as that memory has run out, writes a message of at most 500 bytes to
   standard error and ends it with a status instead. */
void cprocesses_end_faults(const char *message, int status);

#endif
