// Loaded before the program's libc (LD_PRELOAD): the n-th thing that it does to a file of one folder fails, or is its last.
//
//   DYING_FOLDER  what counts: files below it
//   DYING_AT      the number of the step, from 1; none: steps are only counted
//   DYING_OF      kill: the process is gone in the middle of it; error: it fails once; full: from there on nothing more can be written
//   DYING_COUNT   a file of eight bytes that counts the steps
//
// It is loaded into the shipped program by test_dying.py. Linux only.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *folder;
static size_t folder_length;
static long at;
static enum { COUNTS, KILLS, FAILS, FILLS } mode;
static uint64_t *steps;
static uint64_t own_steps;

#define REAL(name) ((typeof(&name))real(#name))
static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void begin(void) {
  folder = getenv("DYING_FOLDER");
  folder_length = folder ? strlen(folder) : 0;
  const char *number = getenv("DYING_AT"), *of = getenv("DYING_OF"), *count = getenv("DYING_COUNT");
  at = number ? atol(number) : 0;
  if (of) mode = strcmp(of, "kill") == 0 ? KILLS : strcmp(of, "error") == 0 ? FAILS : strcmp(of, "full") == 0 ? FILLS : COUNTS;
  steps = &own_steps;
  if (!count) return;
  int descriptor = REAL(open)(count, O_RDWR);
  if (descriptor < 0) return;
  void *shared = mmap(NULL, 8, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  if (shared != MAP_FAILED) steps = shared;
  close(descriptor);
}

static int counts(const char *path) { return folder && path && strncmp(path, folder, folder_length) == 0 && path[folder_length] == '/'; }

static int counts_descriptor(int descriptor) {
  char name[64], path[4096];
  snprintf(name, sizeof name, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(name, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return counts(path);
}

/// 0: the step goes. 1: it fails, errno says how. 2: half of it is done, then the process is gone.
static int fate(int takes_room) {
  long step = (long)__atomic_add_fetch(steps, 1, __ATOMIC_RELAXED);
  if (!at || mode == COUNTS || step < at) return 0;
  if (mode == FILLS) {
    errno = ENOSPC;
    return takes_room;
  }
  if (step > at) return 0;
  errno = EIO;
  return mode == KILLS ? 2 : 1;
}

static void die(void) {
  raise(SIGKILL);
  _exit(137);
}

// MARK: Writing

static ssize_t wrote(int descriptor, const void *bytes, size_t count, off64_t offset, int has_offset) {
  if (counts_descriptor(descriptor)) {
    int what = fate(1);
    if (what == 1) return -1;
    if (what == 2) {
      if (has_offset) REAL(pwrite64)(descriptor, bytes, count / 2, offset);
      else REAL(write)(descriptor, bytes, count / 2);
      die();
    }
  }
  return has_offset ? REAL(pwrite64)(descriptor, bytes, count, offset) : REAL(write)(descriptor, bytes, count);
}

ssize_t write(int descriptor, const void *bytes, size_t count) { return wrote(descriptor, bytes, count, 0, 0); }
ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) { return wrote(descriptor, bytes, count, offset, 1); }
ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) { return wrote(descriptor, bytes, count, offset, 1); }

#define STEP(is_counted, takes_room, call) \
  if (is_counted) {                        \
    int what = fate(takes_room);           \
    if (what == 1) return -1;              \
    if (what == 2) die();                  \
  }                                        \
  return call;

int fsync(int descriptor) { STEP(counts_descriptor(descriptor), 0, REAL(fsync)(descriptor)) }
int fdatasync(int descriptor) { STEP(counts_descriptor(descriptor), 0, REAL(fdatasync)(descriptor)) }
int ftruncate(int descriptor, off_t size) { STEP(counts_descriptor(descriptor), 0, REAL(ftruncate)(descriptor, size)) }
int ftruncate64(int descriptor, off64_t size) { STEP(counts_descriptor(descriptor), 0, REAL(ftruncate64)(descriptor, size)) }

// MARK: Names

int rename(const char *from, const char *to) { STEP(counts(to), 0, REAL(rename)(from, to)) }
int link(const char *from, const char *to) { STEP(counts(to), 1, REAL(link)(from, to)) }
int unlink(const char *path) { STEP(counts(path), 0, REAL(unlink)(path)) }
int rmdir(const char *path) { STEP(counts(path), 0, REAL(rmdir)(path)) }
int mkdir(const char *path, mode_t permissions) { STEP(counts(path), 1, REAL(mkdir)(path, permissions)) }

static int opened(const char *name, int from, const char *path, int flags, mode_t permissions) {
  // Making a file is a step; opening one that is there is none.
  if ((flags & (O_CREAT | O_TRUNC)) && counts(path) && ((flags & O_TRUNC) || access(path, F_OK) != 0)) {
    int what = fate(1);
    if (what == 1) return -1;
    if (what == 2) die();
  }
  if (name[4] == 'a') return ((int (*)(int, const char *, int, ...))real(name))(from, path, flags, permissions);
  return ((int (*)(const char *, int, ...))real(name))(path, flags, permissions);
}

#define PERMISSIONS             \
  mode_t permissions = 0;       \
  if (flags & O_CREAT) {        \
    va_list list;               \
    va_start(list, flags);      \
    permissions = va_arg(list, mode_t); \
    va_end(list);               \
  }

int open(const char *path, int flags, ...) { PERMISSIONS return opened("open", 0, path, flags, permissions); }
int open64(const char *path, int flags, ...) { PERMISSIONS return opened("open64", 0, path, flags, permissions); }
int openat(int from, const char *path, int flags, ...) { PERMISSIONS return opened("openat", from, path, flags, permissions); }
int openat64(int from, const char *path, int flags, ...) { PERMISSIONS return opened("openat64", from, path, flags, permissions); }
