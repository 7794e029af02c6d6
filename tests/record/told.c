/* _watcher.c with a kernel that says what the test tells it to. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <time.h>

#define TOLD __attribute__((visibility("default")))
enum { MOST = 4096 };

struct said {
  int32_t task, number;
};

static struct said stops[MOST], messages[MOST], requests[MOST];
static int said, heard, written, asked;

TOLD void told_reset(void) {
  said = heard = written = asked = 0;
}

/* What waitpid(2) returns next. */
TOLD void told_stop(int32_t task, int32_t status) {
  stops[said++] = (struct said){task, status};
}

/* What PTRACE_GETEVENTMSG of a task returns next. */
TOLD void told_message(int32_t task, int32_t value) {
  messages[written++] = (struct said){task, value};
}

/* How often a request was made of a task. */
TOLD int32_t told_requests(int32_t number, int32_t task) {
  int32_t count = 0;
  for (int i = 0; i < asked; i++)
    count += requests[i].task == task && requests[i].number == number;
  return count;
}

static pid_t told_waitpid(pid_t pid, int *status, int options) {
  (void)pid;
  (void)options;
  if (heard == said) return 0;
  *status = stops[heard].number;
  return stops[heard++].task;
}

static long told_ptrace(int request, pid_t task, void *address, void *data) {
  (void)address;
  if (asked < MOST) requests[asked++] = (struct said){task, request};
  if (request != PTRACE_GETEVENTMSG) return 0;
  for (int i = 0; i < written; i++) {
    if (messages[i].task != task) continue;
    *(unsigned long *)data = (unsigned long)messages[i].number;
    messages[i].task = 0;
    return 0;
  }
  return -1;
}

#define waitpid told_waitpid
#define ptrace told_ptrace
#include WATCHER
