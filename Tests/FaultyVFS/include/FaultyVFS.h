#ifndef FAULTY_VFS_H
#define FAULTY_VFS_H

#include <stdbool.h>
#include <stdint.h>

/// What happens at the n-th step that reaches the disk: a write, a sync, a truncation, a deletion, the making of a file.
typedef enum {
  /// Nothing; steps are counted.
  FAULT_NONE,
  /// The step fails with an error of the disk, of a write perhaps a part is done; the next one succeeds.
  FAULT_ERROR,
  /// From there on every write fails because the disk is full.
  FAULT_FULL,
  /// The program is killed: of the step perhaps a part is done, and of what it does afterwards nothing is.
  FAULT_KILL,
  /// The power fails: as above, and of what was not synced any sectors may be missing (`faulty_disk_settle`).
  FAULT_POWER,
} FaultKind;

/// Makes the shim SQLite's default file system. It passes everything on but what stands below the folder of a disk. May be called again.
void faulty_vfs_install(void);

/// A disk below this folder, which is there and has no symbolic links in its path. Negative when there are too many.
int faulty_disk_open(const char *folder);
void faulty_disk_close(int disk);

/// Counts from 0 again. `point` counts from 1.
void faulty_disk_arm(int disk, FaultKind kind, long point, uint64_t seed);
/// Steps since it was armed.
long faulty_disk_steps(int disk);
/// Whether the fault has happened.
bool faulty_disk_has_struck(int disk);
/// After a failure of the power, when nothing has the files open: takes away what did not reach the disk. Returns how many sectors were lost.
long faulty_disk_settle(int disk);

#endif
