/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <limits.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "internal.h"

/* GLPK keeps its environment in thread-local storage, so what is known about it is kept there too. */
static _Thread_local struct {
  unsigned long token;
  unsigned long epoch;
  long live;
  jmp_buf recovery;
  size_t length;
  char message[sizeof(((cglpk_error *)0)->message)];
} thread;

static atomic_ulong next_token = 1;

static unsigned long thread_token(void) {
  if (thread.token == 0) thread.token = atomic_fetch_add(&next_token, 1);
  return thread.token;
}

/* GLPK turns its terminal on before it prints a fatal error; this keeps the text and the terminal silent. */
static int keep_text(void *info, const char *text) {
  (void)info;
  size_t room = sizeof(thread.message) - 1 - thread.length;
  size_t count = strlen(text);
  if (count > room) count = room;
  for (size_t i = 0; i < count; i++) {
    char c = text[i];
    thread.message[thread.length++] = c == '\n' ? ' ' : c;
  }
  thread.message[thread.length] = 0;
  return 1;
}

static void recover(void *info) {
  (void)info;
  longjmp(thread.recovery, 1);
}

cglpk_status cglpk_guarded(const cglpk_library *library, int memory_mb, void (*work)(void *), void *context,
                           cglpk_error *error) {
  thread.length = 0;
  thread.message[0] = 0;
  if (setjmp(thread.recovery) != 0) {
    /* Every block that GLPK allocated on this thread goes with its environment, and so do all handles. */
    library->free_env();
    thread.epoch += 1;
    thread.live = 0;
    while (thread.length > 0 && thread.message[thread.length - 1] == ' ') thread.message[--thread.length] = 0;
    int memory = strstr(thread.message, "memory allocation limit exceeded") != NULL ||
                 strstr(thread.message, "no memory available") != NULL;
    return cglpk_fail(error, memory ? CGLPK_MEMORY : CGLPK_FAULT, thread.message);
  }
  library->term_out(GLPK_OFF);
  library->term_hook(keep_text, NULL);
  library->error_hook(recover, NULL);
  library->mem_limit(memory_mb > 0 ? memory_mb : INT_MAX);
  work(context);
  library->error_hook(NULL, NULL);
  library->term_hook(NULL, NULL);
  return CGLPK_OK;
}

cglpk_status cglpk_usable(const cglpk_session *session, cglpk_error *error) {
  cglpk_clear(error);
  if (session->thread != thread_token())
    return cglpk_fail(error, CGLPK_WRONG_THREAD, "the session belongs to another thread");
  if (session->epoch != thread.epoch)
    return cglpk_fail(error, CGLPK_DEAD, "the session was lost when GLPK gave up with a fatal error on its thread");
  return CGLPK_OK;
}

void cglpk_adopt(cglpk_session *session) {
  session->thread = thread_token();
  session->epoch = thread.epoch;
  thread.live += 1;
}

void cglpk_release(const cglpk_library *library) {
  if (thread.live > 0) thread.live -= 1;
  if (thread.live == 0) library->free_env();
}

void cglpk_clear(cglpk_error *error) {
  error->problem = CGLPK_PROBLEM_NONE;
  error->major = -1;
  error->minor = -1;
  error->message[0] = 0;
}

cglpk_status cglpk_fail(cglpk_error *error, cglpk_status status, const char *message) {
  cglpk_clear(error);
  snprintf(error->message, sizeof error->message, "%s", message);
  return status;
}

cglpk_status cglpk_invalid(cglpk_error *error, cglpk_problem problem, ptrdiff_t major, ptrdiff_t minor) {
  cglpk_clear(error);
  error->problem = problem;
  error->major = major;
  error->minor = minor;
  return CGLPK_INVALID;
}
