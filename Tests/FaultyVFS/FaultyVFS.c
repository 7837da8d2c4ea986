// A file system for SQLite that fails where it is told to (https://www.sqlite.org/vfs.html), in the manner of SQLite's own crash tests
// (https://www.sqlite.org/testing.html#crash_testing). It stands before the system's and keeps, for each file, what was written since the last sync,
// with what stood there before: so a failure of the power can take any sectors of it back.
#include "FaultyVFS.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAXIMUM_DISKS = 64, SECTOR = 512 };

/// A write or a truncation that no sync has followed.
typedef struct Change {
  struct Change *next; // the one before it
  sqlite3_int64 offset;
  sqlite3_int64 old_size;
  int old_length, new_length; // bytes that stood at the offset, bytes that were written there; a truncation has no new ones
  bool is_truncation;
  unsigned char *bytes; // the old ones, then the new ones
} Change;

typedef struct FileState {
  struct FileState *next;
  char *path;
  Change *changes; // the newest first
} FileState;

typedef struct {
  bool is_used;
  char *folder;
  pthread_mutex_t mutex;
  FaultKind kind;
  long point, steps;
  bool has_struck;
  uint64_t random;
  FileState *files;
} Disk;

typedef struct {
  sqlite3_file base;
  Disk *disk;
  FileState *state;
  sqlite3_file *real; // behind this struct
} FaultyFile;

static Disk disks[MAXIMUM_DISKS];
static pthread_mutex_t disks_mutex = PTHREAD_MUTEX_INITIALIZER;
static sqlite3_vfs *real_vfs;
static sqlite3_vfs faulty_vfs;

// MARK: Chance

static uint64_t next_random(Disk *disk) {
  // SplitMix64, as the tests' own generator.
  uint64_t mixed = disk->random += 0x9E3779B97F4A7C15u;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
  return mixed ^ (mixed >> 31);
}

// MARK: Steps

typedef enum { GOES, FAILS, FAILS_FULL, FAILS_HALF_DONE } Fate;

/// Counts a step and says what becomes of it. With the disk's mutex held.
static Fate fate(Disk *disk, bool is_write) {
  bool is_dead = disk->has_struck && (disk->kind == FAULT_KILL || disk->kind == FAULT_POWER);
  if (is_dead) return FAILS;
  disk->steps++;
  if (disk->kind == FAULT_NONE || disk->steps < disk->point) return GOES;
  if (disk->kind == FAULT_FULL) {
    if (!is_write) return GOES;
    disk->has_struck = true;
    return FAILS_FULL;
  }
  if (disk->steps > disk->point) return GOES;
  disk->has_struck = true;
  return is_write && next_random(disk) % 2 ? FAILS_HALF_DONE : FAILS;
}

static bool is_dead(Disk *disk) { return disk->has_struck && (disk->kind == FAULT_KILL || disk->kind == FAULT_POWER); }

static Disk *disk_of(const char *path) {
  if (!path) return NULL;
  Disk *found = NULL;
  pthread_mutex_lock(&disks_mutex);
  for (int index = 0; index < MAXIMUM_DISKS && !found; index++) {
    Disk *disk = &disks[index];
    if (!disk->is_used) continue;
    size_t length = strlen(disk->folder);
    if (strncmp(path, disk->folder, length) == 0 && path[length] == '/') found = disk;
  }
  pthread_mutex_unlock(&disks_mutex);
  return found;
}

static FileState *state_of(Disk *disk, const char *path) {
  for (FileState *state = disk->files; state; state = state->next)
    if (strcmp(state->path, path) == 0) return state;
  FileState *state = calloc(1, sizeof *state);
  state->path = strdup(path);
  state->next = disk->files;
  disk->files = state;
  return state;
}

static void forget_changes(FileState *state) {
  while (state->changes) {
    Change *change = state->changes;
    state->changes = change->next;
    free(change->bytes);
    free(change);
  }
}

/// Notes what is about to be overwritten or cut off. Only a failure of the power asks for it.
static void note(FaultyFile *file, sqlite3_int64 offset, const void *bytes, int count, bool is_truncation) {
  if (file->disk->kind != FAULT_POWER) return;
  sqlite3_int64 size = 0;
  file->real->pMethods->xFileSize(file->real, &size);
  Change *change = calloc(1, sizeof *change);
  change->offset = offset;
  change->old_size = size;
  change->is_truncation = is_truncation;
  change->new_length = is_truncation ? 0 : count;
  sqlite3_int64 standing = size > offset ? size - offset : 0;
  change->old_length = (int)(is_truncation || standing < count ? standing : count); // all that is cut off
  change->bytes = malloc((size_t)change->old_length + (size_t)change->new_length + 1);
  if (change->old_length > 0) file->real->pMethods->xRead(file->real, change->bytes, change->old_length, offset);
  if (change->new_length > 0) memcpy(change->bytes + change->old_length, bytes, (size_t)change->new_length);
  change->next = file->state->changes;
  file->state->changes = change;
}

// MARK: Files

static FaultyFile *faulty(sqlite3_file *file) { return (FaultyFile *)file; }

static int file_close(sqlite3_file *base) { return faulty(base)->real->pMethods->xClose(faulty(base)->real); }

static int file_read(sqlite3_file *base, void *bytes, int count, sqlite3_int64 offset) {
  FaultyFile *file = faulty(base);
  if (is_dead(file->disk)) return SQLITE_IOERR_READ;
  return file->real->pMethods->xRead(file->real, bytes, count, offset);
}

static int file_write(sqlite3_file *base, const void *bytes, int count, sqlite3_int64 offset) {
  FaultyFile *file = faulty(base);
  Disk *disk = file->disk;
  pthread_mutex_lock(&disk->mutex);
  int result = SQLITE_OK;
  switch (fate(disk, true)) {
  case GOES: break;
  case FAILS: count = 0, result = SQLITE_IOERR_WRITE; break;
  case FAILS_FULL: count = 0, result = SQLITE_FULL; break;
  case FAILS_HALF_DONE:
    // Often in the middle of a header, which is where it would hurt.
    count = (int)(next_random(disk) % (uint64_t)(next_random(disk) % 3 == 0 && count > 128 ? 128 : count));
    result = SQLITE_IOERR_WRITE;
    break;
  }
  if (count > 0) {
    note(file, offset, bytes, count, false);
    int written = file->real->pMethods->xWrite(file->real, bytes, count, offset);
    if (result == SQLITE_OK) result = written;
  }
  pthread_mutex_unlock(&disk->mutex);
  return result;
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size) {
  FaultyFile *file = faulty(base);
  pthread_mutex_lock(&file->disk->mutex);
  int result = SQLITE_IOERR_TRUNCATE;
  if (fate(file->disk, false) == GOES) {
    note(file, size, NULL, 0, true);
    result = file->real->pMethods->xTruncate(file->real, size);
  }
  pthread_mutex_unlock(&file->disk->mutex);
  return result;
}

/// Nothing is asked of the real disk: that it keeps its promises is assumed, and waiting for it would take most of the time.
static int file_sync(sqlite3_file *base, int flags) {
  (void)flags;
  FaultyFile *file = faulty(base);
  pthread_mutex_lock(&file->disk->mutex);
  int result = SQLITE_IOERR_FSYNC;
  if (fate(file->disk, false) == GOES) {
    forget_changes(file->state);
    result = SQLITE_OK;
  }
  pthread_mutex_unlock(&file->disk->mutex);
  return result;
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size) { return faulty(base)->real->pMethods->xFileSize(faulty(base)->real, size); }
static int file_lock(sqlite3_file *base, int level) { return faulty(base)->real->pMethods->xLock(faulty(base)->real, level); }
static int file_unlock(sqlite3_file *base, int level) { return faulty(base)->real->pMethods->xUnlock(faulty(base)->real, level); }
static int file_check_lock(sqlite3_file *base, int *is_reserved) {
  return faulty(base)->real->pMethods->xCheckReservedLock(faulty(base)->real, is_reserved);
}
static int file_control(sqlite3_file *base, int operation, void *argument) {
  return faulty(base)->real->pMethods->xFileControl(faulty(base)->real, operation, argument);
}
static int file_sector_size(sqlite3_file *base) { return faulty(base)->real->pMethods->xSectorSize(faulty(base)->real); }
static int file_characteristics(sqlite3_file *base) { return faulty(base)->real->pMethods->xDeviceCharacteristics(faulty(base)->real); }
static int file_shm_map(sqlite3_file *base, int page, int size, int extend, void volatile **memory) {
  return faulty(base)->real->pMethods->xShmMap(faulty(base)->real, page, size, extend, memory);
}
static int file_shm_lock(sqlite3_file *base, int offset, int count, int flags) {
  return faulty(base)->real->pMethods->xShmLock(faulty(base)->real, offset, count, flags);
}
static void file_shm_barrier(sqlite3_file *base) { faulty(base)->real->pMethods->xShmBarrier(faulty(base)->real); }
static int file_shm_unmap(sqlite3_file *base, int is_deleted) {
  // Who was killed takes no file away.
  FaultyFile *file = faulty(base);
  return file->real->pMethods->xShmUnmap(file->real, is_dead(file->disk) ? 0 : is_deleted);
}

// Version 2: shared memory for the log's index, and no mapping of the file itself, which would write past this shim.
static const sqlite3_io_methods methods = {
    2,          file_close,        file_read,    file_write,       file_truncate,        file_sync,    file_size,
    file_lock,  file_unlock,       file_check_lock, file_control,  file_sector_size,     file_characteristics,
    file_shm_map, file_shm_lock,   file_shm_barrier, file_shm_unmap, NULL,               NULL,
};

// MARK: The file system

static int vfs_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *base, int flags, int *out_flags) {
  (void)vfs;
  Disk *disk = disk_of(name);
  if (!disk) return real_vfs->xOpen(real_vfs, name, base, flags, out_flags);
  FaultyFile *file = faulty(base);
  memset(file, 0, sizeof *file);
  pthread_mutex_lock(&disk->mutex);
  bool is_made = (flags & SQLITE_OPEN_CREATE) && access(name, F_OK) != 0;
  int result = SQLITE_CANTOPEN;
  if (is_made ? fate(disk, false) == GOES : !is_dead(disk)) {
    file->disk = disk;
    file->state = state_of(disk, name);
    file->real = (sqlite3_file *)(file + 1);
    result = real_vfs->xOpen(real_vfs, name, file->real, flags, out_flags);
    if (result == SQLITE_OK) file->base.pMethods = &methods;
  }
  pthread_mutex_unlock(&disk->mutex);
  return result;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int is_synced) {
  (void)vfs;
  Disk *disk = disk_of(name);
  if (!disk) return real_vfs->xDelete(real_vfs, name, is_synced);
  pthread_mutex_lock(&disk->mutex);
  int result = SQLITE_IOERR_DELETE;
  if (fate(disk, false) == GOES) {
    forget_changes(state_of(disk, name));
    result = real_vfs->xDelete(real_vfs, name, 0);
  }
  pthread_mutex_unlock(&disk->mutex);
  return result;
}

void faulty_vfs_install(void) {
  pthread_mutex_lock(&disks_mutex);
  if (!real_vfs) {
    real_vfs = sqlite3_vfs_find(NULL);
    faulty_vfs = *real_vfs;
    faulty_vfs.zName = "faulty";
    faulty_vfs.pNext = NULL;
    faulty_vfs.szOsFile = real_vfs->szOsFile + (int)sizeof(FaultyFile);
    faulty_vfs.xOpen = vfs_open;
    faulty_vfs.xDelete = vfs_delete;
    sqlite3_vfs_register(&faulty_vfs, 1);
  }
  pthread_mutex_unlock(&disks_mutex);
}

// MARK: Disks

int faulty_disk_open(const char *folder) {
  pthread_mutex_lock(&disks_mutex);
  int found = -1;
  for (int index = 0; index < MAXIMUM_DISKS && found < 0; index++) {
    Disk *disk = &disks[index];
    if (disk->is_used) continue;
    memset(disk, 0, sizeof *disk);
    disk->folder = strdup(folder);
    pthread_mutex_init(&disk->mutex, NULL);
    disk->is_used = true;
    found = index;
  }
  pthread_mutex_unlock(&disks_mutex);
  return found;
}

static void forget_files(Disk *disk) {
  while (disk->files) {
    FileState *state = disk->files;
    disk->files = state->next;
    forget_changes(state);
    free(state->path);
    free(state);
  }
}

void faulty_disk_close(int index) {
  pthread_mutex_lock(&disks_mutex);
  Disk *disk = &disks[index];
  disk->is_used = false;
  forget_files(disk);
  free(disk->folder);
  pthread_mutex_destroy(&disk->mutex);
  pthread_mutex_unlock(&disks_mutex);
}

void faulty_disk_arm(int index, FaultKind kind, long point, uint64_t seed) {
  Disk *disk = &disks[index];
  pthread_mutex_lock(&disk->mutex);
  for (FileState *state = disk->files; state; state = state->next) forget_changes(state);
  disk->kind = kind;
  disk->point = point;
  disk->steps = 0;
  disk->has_struck = false;
  disk->random = seed;
  pthread_mutex_unlock(&disk->mutex);
}

long faulty_disk_steps(int index) { return disks[index].steps; }
bool faulty_disk_has_struck(int index) { return disks[index].has_struck; }

static void put(int descriptor, const unsigned char *bytes, sqlite3_int64 count, sqlite3_int64 offset) {
  while (count > 0) {
    ssize_t written = pwrite(descriptor, bytes, (size_t)count, offset);
    if (written <= 0) return;
    bytes += written, offset += written, count -= written;
  }
}

/// Of a write those sectors that chance keeps; a whole one, or none of it, in some crashes.
static long replay(Disk *disk, int descriptor, const Change *change, unsigned keeping) {
  long lost = 0;
  if (change->is_truncation) {
    if (next_random(disk) % 100 >= keeping) return 1;
    (void)!ftruncate(descriptor, change->offset);
    return 0;
  }
  sqlite3_int64 end = change->offset + change->new_length;
  for (sqlite3_int64 place = change->offset; place < end;) {
    sqlite3_int64 next = (place / SECTOR + 1) * SECTOR;
    if (next > end) next = end;
    if (next_random(disk) % 100 < keeping)
      put(descriptor, change->bytes + change->old_length + (place - change->offset), next - place, place);
    else
      lost++;
    place = next;
  }
  return lost;
}

static long settle(Disk *disk, FileState *state) {
  int descriptor = open(state->path, O_RDWR | O_CLOEXEC);
  if (descriptor < 0) return 0;
  int count = 0;
  for (Change *change = state->changes; change; change = change->next) {
    count++;
    if (change->old_length > 0) put(descriptor, change->bytes, change->old_length, change->offset);
    (void)!ftruncate(descriptor, change->old_size);
  }
  Change **oldest_first = malloc(sizeof(Change *) * (size_t)(count + 1));
  int place = count;
  for (Change *change = state->changes; change; change = change->next) oldest_first[--place] = change;
  static const unsigned chances[] = {0, 30, 70, 95, 100};
  unsigned keeping = chances[next_random(disk) % 5];
  long lost = 0;
  for (int index = 0; index < count; index++) lost += replay(disk, descriptor, oldest_first[index], keeping);
  free(oldest_first);
  close(descriptor);
  return lost;
}

long faulty_disk_settle(int index) {
  Disk *disk = &disks[index];
  pthread_mutex_lock(&disk->mutex);
  long lost = 0;
  for (FileState *state = disk->files; state; state = state->next)
    if (disk->kind == FAULT_POWER && state->changes) lost += settle(disk, state);
  for (FileState *state = disk->files; state; state = state->next) forget_changes(state);
  pthread_mutex_unlock(&disk->mutex);
  return lost;
}
