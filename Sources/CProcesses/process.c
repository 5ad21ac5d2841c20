/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "include/CProcesses.h"

#ifdef __linux__
#include <malloc.h>
#include <signal.h>
#include <sys/prctl.h>

void cprocesses_die_with_parent(void) { prctl(PR_SET_PDEATHSIG, SIGKILL); }
void cprocesses_share_one_heap(void) {
#ifdef M_ARENA_MAX
  mallopt(M_ARENA_MAX, 1);
#endif
}
#else
void cprocesses_die_with_parent(void) {}
void cprocesses_share_one_heap(void) {}
#endif

#include <signal.h>
#include <string.h>
#include <unistd.h>

static char fault_message[501];
static size_t fault_length;
static int fault_status;
/* The fault may be that there is no room left on the stack. */
static char fault_stack[1 << 16];

static void on_fault(int signal) {
  (void)signal;
  size_t done = 0;
  while (done < fault_length) {
    ssize_t count = write(STDERR_FILENO, fault_message + done, fault_length - done);
    if (count <= 0) break;
    done += (size_t)count;
  }
  _exit(fault_status);
}

void cprocesses_end_faults(const char *message, int status) {
  static const int signals[] = {SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE};
  strncpy(fault_message, message, sizeof fault_message - 1);
  fault_length = strlen(fault_message);
  fault_status = status;
  stack_t stack = {.ss_sp = fault_stack, .ss_size = sizeof fault_stack};
  sigaltstack(&stack, NULL);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_fault;
  action.sa_flags = SA_ONSTACK;
  sigfillset(&action.sa_mask);
  for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) sigaction(signals[i], &action, NULL);
}
