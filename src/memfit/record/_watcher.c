/* The recorder's busy part: the stops of traced tasks, and the sizes read at every tick.
 *
 * It does what lifecycle/ptrace.py and sizes.py do, for what happens often; what is rare and needs
 * judgement (a program seen for the first time, a signal that aborts) is held and left to Python.
 * ctypes loads it, so there is nothing of Python in here.
 *
 * Source: ptrace(2), proc(5), sigtimedwait(2).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef __WALL
#define __WALL 0x40000000
#endif

#define EXPORT __attribute__((visibility("default")))

enum {
  VERSION = 2, /* of what is shared with Python; the same number as in watcher.py */
  BUFFER = 1 << 18,
  COMMAND = 1 << 16,     /* bytes kept of a command line */
  PATH = 4096,           /* and of a program's path */
  ENVIRONMENT = 1 << 21, /* and of an environment */
  LARGEST = 1024 + PATH + COMMAND, /* of all that one stop leaves */
  CALM = 3,        /* readings without a change, as in sizes.py */
  BATCH = 128,     /* stops in one go, so that a storm of processes keeps no tick away */
  PROGRAMS = 1024, /* programs remembered; a power of two */
  EVENT_STOP = 128,
};

static const int64_t SECOND = 1000000000;
static const int64_t CLAIM = 5000000;        /* how long a child's first stop waits for its parent's */
static const int DETACH_POLLS = 400;         /* how often `memfit_detach` looks for more stops */
static const int64_t DETACH_PAUSE = 500000;  /* and how long it waits between */

/* What memfit_watch returns. */
enum { DUE, SIGNAL, HELD, NEWS };

/* Kinds of records; see `records` in lifecycle/compiled.py, which mirrors all that follows. */
enum { FORKED = 1, EXECUTED, DYING, EXITED, UNTRACED, ABORTING };

struct record {
  int32_t kind, pid;
  int64_t at; /* CLOCK_MONOTONIC, nanoseconds */
  int64_t first, second, third;
  int32_t path, command; /* bytes that follow; the next record begins at a multiple of 8 */
};

/* Shared with Python. */
struct talk {
  int64_t used; /* bytes of `records` */
  int32_t more; /* stops are waiting that did not fit into this call */
  int32_t number, code, sender; /* the signal of SIGNAL, as in siginfo_t */
  uint8_t records[BUFFER];
};

struct task {
  int32_t task;    /* 0: a free place */
  int32_t process; /* 0: not traced */
  int32_t stop;    /* wait status of a stop that nobody claimed yet, else 0 */
  uint32_t round;  /* when it came, */
  uint32_t turn;   /* and after how many others */
  uint8_t leaderless; /* the first thread of this process has exited, others go on */
  uint8_t early;      /* seen before the event of the one that made it */
};

struct program {
  uint64_t device, inode, changed, name;
  int used;
};

struct watch {
  struct talk *talk;
  char proc[256]; /* where /proc is */
  int32_t root;
  struct task *tasks;
  uint32_t room, taken; /* places, a power of two */
  uint32_t unclaimed, round, turn;
  int interrupted; /* the round was, for what is held */
  int news;
  struct program programs[PROGRAMS];
  int known;
  struct program candidate; /* the program of the exec that is held */
  char *environment;
};

/* Tasks by number: open addressing -------------------------------------------------------- */

static uint32_t home(const struct watch *w, int32_t task) {
  return (uint32_t)task * 2654435761u & (w->room - 1);
}

static struct task *find(const struct watch *w, int32_t task) {
  uint32_t place = home(w, task);
  for (; w->tasks[place].task; place = (place + 1) & (w->room - 1))
    if (w->tasks[place].task == task) return &w->tasks[place];
  return NULL;
}

static int grow(struct watch *w) {
  struct task *before = w->tasks;
  uint32_t room = w->room;
  struct task *after = calloc((size_t)room * 2, sizeof *after);
  if (!after) return 0;
  w->tasks = after;
  w->room = room * 2;
  for (uint32_t i = 0; i < room; i++) {
    if (!before[i].task) continue;
    uint32_t place = home(w, before[i].task);
    while (after[place].task) place = (place + 1) & (w->room - 1);
    after[place] = before[i];
  }
  free(before);
  return 1;
}

/* The entry of a task, made if there is none. Entries move: no other pointer survives this. */
static struct task *enter(struct watch *w, int32_t task) {
  struct task *found = find(w, task);
  if (found) return found;
  /* One place is always free, or `find` would not end. */
  if (w->taken * 2 >= w->room && !grow(w) && w->taken + 2 > w->room) return NULL;
  uint32_t place = home(w, task);
  while (w->tasks[place].task) place = (place + 1) & (w->room - 1);
  w->tasks[place] = (struct task){.task = task};
  w->taken++;
  return &w->tasks[place];
}

/* Free the place of an entry that says nothing any more. Entries move. */
static void tidy(struct watch *w, struct task *entry) {
  if (entry->process || entry->stop || entry->early) return;
  uint32_t mask = w->room - 1, hole = (uint32_t)(entry - w->tasks), next = hole;
  for (;;) {
    next = (next + 1) & mask;
    if (!w->tasks[next].task) break;
    uint32_t wanted = home(w, w->tasks[next].task);
    if (((next - wanted) & mask) >= ((next - hole) & mask)) {
      w->tasks[hole] = w->tasks[next];
      hole = next;
    }
  }
  w->tasks[hole] = (struct task){0};
  w->taken--;
}

static void unclaim(struct watch *w, struct task *entry) {
  if (entry->stop) w->unclaimed--;
  entry->stop = 0;
}

static void forget(struct watch *w, struct task *entry) {
  entry->process = 0;
  entry->leaderless = 0;
  tidy(w, entry);
}

/* Records ------------------------------------------------------------------------------------ */

static int64_t now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec * SECOND + at.tv_nsec;
}

static int has_room(const struct watch *w) {
  return BUFFER - w->talk->used >= LARGEST;
}

/* `has_room` was asked before; nothing is larger than LARGEST. */
static struct record *add(struct watch *w, int32_t kind, int32_t pid) {
  struct record *record = (struct record *)(w->talk->records + w->talk->used);
  *record = (struct record){.kind = kind, .pid = pid, .at = now()};
  w->talk->used += (int64_t)sizeof *record;
  return record;
}

/* Reading /proc ------------------------------------------------------------------------------ */

struct path {
  char text[320];
};

static struct path path_of(const struct watch *w, int32_t task, const char *name) {
  struct path path;
  snprintf(path.text, sizeof path.text, "%s/%d/%s", w->proc, task, name);
  return path;
}

static ssize_t read_file(const struct watch *w, int32_t task, const char *name, char *text,
                         size_t size) {
  struct path path = path_of(w, task, name);
  int descriptor = open(path.text, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return -1;
  ssize_t length = read(descriptor, text, size);
  close(descriptor);
  return length;
}

/* The number after `\nname:` in a text that ends with NUL; -1 if there is none. */
static int64_t field(const char *text, const char *name) {
  const char *found = strstr(text, name);
  return found ? strtoll(found + strlen(name), NULL, 10) : -1;
}

static int64_t bytes(int64_t kilobytes) {
  return kilobytes < 0 || kilobytes > INT64_MAX / 1024 ? -1 : kilobytes * 1024;
}

/* Whether a program is given a sanitizer to load. All that sanitizer.py looks for has this in it. */
static int preloads_sanitizer(struct watch *w, int32_t task) {
  static const char name[] = "LD_PRELOAD=";
  ssize_t length = read_file(w, task, "environ", w->environment, ENVIRONMENT);
  if (length <= 0) return 0;
  const char *place = w->environment, *end = w->environment + length;
  while ((place = memmem(place, (size_t)(end - place), name, sizeof name - 1))) {
    const char *value = place + sizeof name - 1;
    if (place == w->environment || place[-1] == '\0') {
      const char *stop = memchr(value, '\0', (size_t)(end - value));
      return memmem(value, (size_t)((stop ? stop : end) - value), "san", 3) != NULL;
    }
    place = value;
  }
  return 0;
}

/* Programs that Python has looked at and found nothing special about -------------------------- */

static struct program *slot(struct watch *w, const struct program *wanted) {
  uint64_t place = wanted->inode * 11400714819323198485u ^ wanted->name;
  struct program *at;
  while ((at = &w->programs[place & (PROGRAMS - 1)])->used &&
         (at->inode != wanted->inode || at->name != wanted->name ||
          at->device != wanted->device || at->changed != wanted->changed))
    place++;
  return at;
}

static int is_known(struct watch *w, int32_t task, const char *path, ssize_t length) {
  struct stat found;
  w->candidate.used = 0;
  if (length <= 0 || stat(path_of(w, task, "exe").text, &found)) return 0;
  uint64_t name = 14695981039346656037u;
  for (ssize_t i = 0; i < length; i++) name = (name ^ (uint8_t)path[i]) * 1099511628211u;
  w->candidate = (struct program){
      .device = found.st_dev,
      .inode = found.st_ino,
      .changed = (uint64_t)found.st_ctim.tv_sec * (uint64_t)SECOND + (uint64_t)found.st_ctim.tv_nsec,
      .name = name,
      .used = !(found.st_mode & (S_ISUID | S_ISGID)),
  };
  return slot(w, &w->candidate)->used;
}

/* Stops -------------------------------------------------------------------------------------- */

static int stopped(struct watch *w, int32_t task, int status);

static void go_on(int32_t task, int signal) {
  /* It may have been killed meanwhile (ESRCH). */
  ptrace(PTRACE_CONT, task, NULL, (void *)(intptr_t)signal);
}

static int message(int32_t task, int32_t *value) {
  unsigned long told;
  if (ptrace(PTRACE_GETEVENTMSG, task, NULL, &told) < 0) return 0;
  *value = (int32_t)told;
  return 1;
}

/* Handle the stop of a task that had to wait until it was known. */
static int resume(struct watch *w, int32_t task) {
  struct task *entry = find(w, task);
  if (!entry || !entry->stop) return 0;
  int status = entry->stop;
  unclaim(w, entry);
  return stopped(w, task, status);
}

static int forked(struct watch *w, int32_t task, int32_t process, int event) {
  int32_t new;
  if (!message(task, &new)) return 0;
  struct task *entry = enter(w, new);
  if (!entry) return 0;
  if (entry->early) { /* it may even have ended: it is no second process */
    entry->early = 0;
    tidy(w, entry);
    return 0;
  }
  char thread[32];
  snprintf(thread, sizeof thread, "task/%d", new);
  /* Tasks made by clone() are threads, or processes with an unusual exit signal. */
  if (event == PTRACE_EVENT_CLONE && !access(path_of(w, process, thread).text, F_OK)) {
    entry->process = process;
  } else {
    entry->process = new;
    struct record *record = add(w, FORKED, new);
    record->first = process;
    record->second = event == PTRACE_EVENT_VFORK;
  }
  return resume(w, new);
}

static void dying(struct watch *w, int32_t task, struct task *entry) {
  int32_t process = entry->process;
  struct task *leader = find(w, process);
  /* Memory is freed when the last thread goes. That is the first thread's exit in nearly every
   * program; only after an early pthread_exit of it do the others count. */
  if (task == process) entry->leaderless = 1;
  else if (!leader || !leader->leaderless) return;
  char text[4097];
  ssize_t length = read_file(w, task, "status", text, sizeof text - 1);
  text[length > 0 ? length : 0] = '\0';
  struct record *record = add(w, DYING, process);
  record->first = bytes(field(text, "\nVmHWM:"));
  record->second = bytes(field(text, "\nVmRSS:"));
  record->third = field(text, "\nThreads:");
}

static int executed(struct watch *w, int32_t task) {
  int32_t former;
  if (message(task, &former) && former != task) {
    /* A thread called exec: it took over the process's number, all others are gone. */
    for (uint32_t place = 0; place < w->room;) {
      struct task *other = &w->tasks[place];
      uint32_t taken = w->taken;
      if (other->task && other->task != task && other->process == task) forget(w, other);
      if (w->taken == taken) place++; /* else another entry moved here */
    }
  }
  find(w, task)->leaderless = 0;
  struct record *record = add(w, EXECUTED, task);
  char *text = (char *)(record + 1);
  ssize_t length = readlink(path_of(w, task, "exe").text, text, PATH);
  record->path = length > 0 ? (int32_t)length : 0;
  int held = !is_known(w, task, text, length) || preloads_sanitizer(w, task);
  length = read_file(w, task, "cmdline", text + record->path, COMMAND);
  record->command = length > 0 ? (int32_t)length : 0;
  record->first = held;
  w->talk->used += (record->path + record->command + 7) & ~7;
  return held;
}

static int is_stopping(int signal) {
  return signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
}

static int is_aborting(int signal) {
  return signal == SIGABRT || signal == SIGTRAP || signal == SIGILL || signal == SIGSEGV;
}

/* Returns whether the task is held for Python, which lets it go on. */
static int stopped(struct watch *w, int32_t task, int status) {
  int number = WSTOPSIG(status), event = status >> 16, held = 0;
  struct task *entry = enter(w, task);
  if (!entry) return 0;
  if (!entry->process) {
    /* The child's first stop can arrive before its parent's event, which tells whose it is;
     * until then it waits, for one more round at the most. */
    if (!entry->stop) {
      w->unclaimed++;
      entry->round = w->round;
      entry->turn = w->turn++;
    }
    entry->stop = status;
    return 0;
  }
  switch (event) {
    case 0:
      if (is_aborting(number)) {
        struct record *record = add(w, ABORTING, task);
        record->first = number;
        record->second = entry->process;
        return 1;
      }
      go_on(task, number);
      return 0;
    case EVENT_STOP:
      if (is_stopping(number)) ptrace(PTRACE_LISTEN, task, NULL, NULL);
      else go_on(task, 0);
      return 0;
    case PTRACE_EVENT_EXEC:
      held = executed(w, task);
      if (!held) go_on(task, 0);
      return held;
    case PTRACE_EVENT_FORK:
    case PTRACE_EVENT_VFORK:
    case PTRACE_EVENT_CLONE:
      held = forked(w, task, entry->process, event);
      break;
    case PTRACE_EVENT_EXIT:
      dying(w, task, entry);
      break;
    default:
      break;
  }
  go_on(task, 0);
  return held;
}

static void ended(struct watch *w, int32_t task, int status) {
  struct task *entry = find(w, task);
  int32_t process = entry ? entry->process : 0;
  if (entry) unclaim(w, entry);
  if (!process) {
    if (entry || (entry = enter(w, task))) entry->early = 1;
    add(w, UNTRACED, task)->first = status;
    w->news = 1;
    return;
  }
  if (process == task) {
    add(w, EXITED, task)->first = status;
    w->news |= task == w->root || WIFSIGNALED(status);
  }
  forget(w, entry);
}

/* A task that nobody claimed: its parent was killed in between. */
static int adopt(struct watch *w, struct task *entry) {
  int32_t task = entry->task;
  char text[4097];
  ssize_t length = read_file(w, task, "status", text, sizeof text - 1);
  text[length > 0 ? length : 0] = '\0';
  int64_t process = field(text, "\nTgid:");
  entry->early = 1;
  entry->process = process > 0 ? (int32_t)process : task;
  if (entry->process == task) add(w, FORKED, task)->first = field(text, "\nPPid:");
  return resume(w, task);
}

/* The one that has waited longest; NULL if none has waited for a round. */
static struct task *stray(const struct watch *w) {
  struct task *oldest = NULL;
  for (uint32_t place = 0; place < w->room; place++) {
    struct task *entry = &w->tasks[place];
    if (!entry->stop || entry->round == w->round) continue;
    if (!oldest || w->turn - entry->turn > w->turn - oldest->turn) oldest = entry;
  }
  return oldest;
}

/* Handle the stops that the kernel holds for us; returns whether one is held for Python. */
static int drain(struct watch *w) {
  int status, count = 0;
  if (!w->interrupted) w->round++;
  w->interrupted = 0;
  w->talk->more = 0;
  for (;; count++) {
    if (count == BATCH || !has_room(w)) {
      w->talk->more = 1;
      w->news |= !has_room(w);
      return 0;
    }
    pid_t task = waitpid(-1, &status, WNOHANG | __WALL);
    if (task <= 0) break;
    if (!WIFSTOPPED(status)) ended(w, task, status);
    else if (stopped(w, task, status)) return w->interrupted = 1;
  }
  struct task *entry;
  while (w->unclaimed && has_room(w) && (entry = stray(w)))
    if (adopt(w, entry)) return w->interrupted = 1;
  return 0;
}

/* The interface ------------------------------------------------------------------------------ */

EXPORT int32_t memfit_version(void) {
  return VERSION;
}

EXPORT void memfit_free(struct watch *w) {
  if (!w) return;
  free(w->tasks);
  free(w->environment);
  free(w);
}

EXPORT struct watch *memfit_new(struct talk *talk, const char *proc) {
  struct watch *w = calloc(1, sizeof *w);
  if (!w) return NULL;
  snprintf(w->proc, sizeof w->proc, "%s", proc);
  w->talk = talk;
  w->room = 64;
  w->tasks = calloc(w->room, sizeof *w->tasks);
  w->environment = malloc(ENVIRONMENT);
  if (w->tasks && w->environment) return w;
  memfit_free(w);
  return NULL;
}

/* The first task that is known is the root. */
EXPORT void memfit_trace(struct watch *w, int32_t task, int32_t process) {
  if (!w->root) w->root = task;
  struct task *entry = enter(w, task);
  if (entry) entry->process = process;
}

/* Handle stops until an instant (CLOCK_MONOTONIC, nanoseconds; 0: only what is there), until a
 * signal of a set of bits arrives, a stop is held for Python (its record is the last), or there is
 * news that cannot wait. */
EXPORT int32_t memfit_watch(struct watch *w, int64_t until, uint64_t signals) {
  sigset_t awaited;
  sigemptyset(&awaited);
  for (int number = 1; number < 64; number++)
    if (signals >> number & 1) sigaddset(&awaited, number);
  for (;;) {
    if (drain(w)) return HELD;
    if (w->news) {
      w->news = 0;
      return NEWS;
    }
    int64_t pause = until ? until - now() : 0;
    if (pause <= 0) return DUE;
    if (w->talk->more) continue;
    if (w->unclaimed && pause > CLAIM) pause = CLAIM;
    struct timespec most = {pause / SECOND, pause % SECOND};
    siginfo_t info;
    int number = sigtimedwait(&awaited, &info, &most);
    if (number == SIGCHLD || (number < 0 && errno == EAGAIN)) continue;
    if (number < 0) return DUE; /* EINTR: Python has a handler to run */
    w->talk->number = number;
    w->talk->code = info.si_code;
    w->talk->sender = info.si_pid;
    return SIGNAL;
  }
}

/* Remember that the program of the exec that is held needs no judgement. */
EXPORT void memfit_remember(struct watch *w) {
  if (!w->candidate.used) return;
  if (w->known >= PROGRAMS / 2) {
    memset(w->programs, 0, sizeof w->programs);
    w->known = 0;
  }
  struct program *at = slot(w, &w->candidate);
  w->known += !at->used;
  *at = w->candidate;
}

/* Let a task that is held go on, with a signal or 0. */
EXPORT void memfit_go_on(struct watch *w, int32_t task, int32_t signal) {
  (void)w;
  go_on(task, signal);
}

/* Trace a task that is held no longer. */
EXPORT void memfit_release(struct watch *w, int32_t task) {
  struct task *entry = find(w, task);
  if (entry) forget(w, entry);
  ptrace(PTRACE_DETACH, task, NULL, NULL);
}

/* Write the pids of the processes that are traced; returns how many there are. */
EXPORT int32_t memfit_processes(const struct watch *w, int32_t *pids, int32_t most) {
  int32_t count = 0;
  for (uint32_t place = 0; place < w->room; place++) {
    const struct task *entry = &w->tasks[place];
    if (!entry->task || !entry->process) continue;
    /* Once for each process: its first thread, or any other where that is not traced. */
    const struct task *leader = find(w, entry->process);
    if (leader && leader->process && leader != entry) continue;
    if (count < most) pids[count] = entry->process;
    count++;
  }
  return count;
}

/* Stop every task for an instant and let it go. A task in uninterruptible sleep does not stop in
 * time; it goes when memfit exits. */
EXPORT void memfit_detach(struct watch *w) {
  uint32_t left = 0;
  int polls = 0, status;
  for (uint32_t place = 0; place < w->room; place++) {
    struct task *entry = &w->tasks[place];
    if (!entry->task) continue;
    if (entry->stop) ptrace(PTRACE_DETACH, entry->task, NULL, NULL);
    unclaim(w, entry);
    if (!entry->process) continue;
    ptrace(PTRACE_INTERRUPT, entry->task, NULL, NULL);
    left++;
  }
  while (left && polls < DETACH_POLLS && has_room(w)) {
    pid_t task = waitpid(-1, &status, WNOHANG | __WALL);
    if (task < 0) return;
    if (task == 0) {
      nanosleep(&(struct timespec){0, DETACH_PAUSE}, NULL);
      polls++;
      continue;
    }
    struct task *entry = find(w, task);
    left -= entry && entry->process;
    if (!WIFSTOPPED(status)) {
      ended(w, task, status);
      continue;
    }
    if (entry) forget(w, entry);
    int signal = status >> 16 ? 0 : WSTOPSIG(status);
    ptrace(PTRACE_DETACH, task, NULL, (void *)(intptr_t)signal);
  }
}

/* Read statm of many processes through descriptors that are open.
 *
 * `resident` and `shared` hold pages, those read before on entry; `read_at` and `calm` when a
 * process was last read, and how often in a row nothing had changed. One that has been calm for
 * CALM readings is left out until `idle` has passed since. `moved` gets the places that have
 * changed; returns how many. A place whose file cannot be read stays as it is. */
EXPORT int32_t memfit_sizes(int32_t count, const int32_t *descriptors, int64_t *resident,
                            int64_t *shared, int64_t *read_at, int32_t *calm, int32_t *moved,
                            int64_t at, int64_t idle) {
  int32_t changed = 0;
  for (int32_t i = 0; i < count; i++) {
    if (calm[i] >= CALM && at - read_at[i] < idle) continue;
    char text[129];
    ssize_t length = pread(descriptors[i], text, sizeof text - 1, 0);
    if (length <= 0) continue;
    text[length] = '\0';
    read_at[i] = at;
    char *place;
    (void)strtoll(text, &place, 10); /* the address space */
    int64_t rss = strtoll(place, &place, 10), files = strtoll(place, &place, 10);
    if (rss == resident[i] && files == shared[i]) {
      if (calm[i] < CALM) calm[i]++;
      continue;
    }
    resident[i] = rss;
    shared[i] = files;
    calm[i] = 0;
    moved[changed++] = i;
  }
  return changed;
}
