/* Records what a program does to the files below one folder, for simulated power cuts;
 * and lets such a call fail with EIO, for simulated errors of the disk.
 *
 * Preloaded (LD_PRELOAD). Environment:
 *   RECORDER_FOLDER  absolute path; files below it are watched
 *   RECORDER_LOG     absolute path, outside the folder; made anew, one log a process
 *   RECORDER_LEDGER  number of a file descriptor; what is written to it goes into the
 *                    log as an acknowledgement, and on to where it goes
 *   RECORDER_FAIL_AT the n-th open, write, truncation, sync, unlink or rename of a watched
 *                    file fails (from 1); with RECORDER_FAIL_ON all after it fail too
 *
 * A record, little-endian: kind (1 byte), length of path (2), length of second path (2),
 * offset (8), length of data (4), then path, second path and data. Kinds:
 *   W write   T truncate (offset = size)   S sync of a file   D sync of a folder
 *   C create  U unlink   R rename (path to second path)       A acknowledgement
 *   E this call failed (offset = its number)   F a sync that failed
 *   N at the end: how many calls there were (offset)
 *
 * One lock is held over the call and its record, so the log's order is the order in
 * which things happened. Writes through shared memory (SQLite's -shm) are not seen:
 * that file means nothing after a restart.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { MOST_DESCRIPTORS = 4096 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *path_of[MOST_DESCRIPTORS];
static char folder[PATH_MAX];
static int log_descriptor = -1;
static int ledger = -1;
static unsigned long calls = 0;
static unsigned long fail_at = 0;
static int fails_on = 0;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);

__attribute__((constructor)) static void begin(void) {
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    const char *watched = getenv("RECORDER_FOLDER");
    const char *log_path = getenv("RECORDER_LOG");
    const char *ledger_number = getenv("RECORDER_LEDGER");
    if (!watched || !log_path) return;
    int (*real_open)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    int descriptor =
        real_open(log_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    /* Far from the low numbers, which programs close in bulk before they start others. */
    log_descriptor = fcntl(descriptor, F_DUPFD_CLOEXEC, 900);
    snprintf(folder, sizeof folder, "%s/", watched);
    if (ledger_number) ledger = atoi(ledger_number);
    const char *number = getenv("RECORDER_FAIL_AT");
    if (number) fail_at = strtoul(number, NULL, 10);
    fails_on = getenv("RECORDER_FAIL_ON") != NULL;
    /* What this program starts is not recorded. */
    unsetenv("LD_PRELOAD");
}

static void put_all(const void *data, size_t length) {
    const char *at = data;
    while (length > 0) {
        ssize_t done = real_write(log_descriptor, at, length);
        if (done <= 0) abort(); /* a log with holes would prove nothing */
        at += done;
        length -= (size_t)done;
    }
}

static void record(char kind, const char *path, const char *second, uint64_t offset,
                   const void *data, size_t data_length) {
    if (log_descriptor < 0) return;
    uint16_t path_length = path ? (uint16_t)strlen(path) : 0;
    uint16_t second_length = second ? (uint16_t)strlen(second) : 0;
    uint32_t length = (uint32_t)data_length;
    unsigned char head[17];
    head[0] = (unsigned char)kind;
    memcpy(head + 1, &path_length, 2);
    memcpy(head + 3, &second_length, 2);
    memcpy(head + 5, &offset, 8);
    memcpy(head + 13, &length, 4);
    put_all(head, sizeof head);
    if (path_length) put_all(path, path_length);
    if (second_length) put_all(second, second_length);
    if (length) put_all(data, length);
}

/* Count a call on a watched file; return whether it is to fail. With the lock held. */
static int fails(const char *path) {
    calls++;
    if (!fail_at || calls < fail_at || (calls > fail_at && !fails_on)) return 0;
    record('E', path, NULL, calls, NULL, 0);
    errno = EIO;
    return 1;
}

__attribute__((destructor)) static void end(void) {
    record('N', NULL, NULL, calls, NULL, 0);
}

/* Return the path within the folder, or NULL when it is not watched. */
static const char *watched(const char *path, char *absolute) {
    if (!folder[0] || !path) return NULL;
    if (path[0] == '/') {
        snprintf(absolute, PATH_MAX, "%s", path);
    } else {
        if (!getcwd(absolute, PATH_MAX)) return NULL;
        size_t used = strlen(absolute);
        snprintf(absolute + used, PATH_MAX - used, "/%s", path);
    }
    size_t length = strlen(folder);
    if (strncmp(absolute, folder, length) == 0) return absolute + length;
    if (strncmp(absolute, folder, length - 1) == 0 && !absolute[length - 1]) return "";
    return NULL;
}

static const char *path_at(int descriptor) {
    if (descriptor < 0 || descriptor >= MOST_DESCRIPTORS) return NULL;
    return path_of[descriptor];
}

static void opened(int descriptor, const char *path, int flags, int was_there) {
    char absolute[PATH_MAX];
    const char *inner = watched(path, absolute);
    if (descriptor < 0 || descriptor >= MOST_DESCRIPTORS) return;
    free(path_of[descriptor]);
    path_of[descriptor] = inner ? strdup(inner) : NULL;
    if (!inner) return;
    if ((flags & O_CREAT) && !was_there) record('C', inner, NULL, 0, NULL, 0);
    if ((flags & O_TRUNC) && was_there) record('T', inner, NULL, 0, NULL, 0);
}

static int open_through(const char *name, int at, const char *path, int flags,
                        mode_t mode) {
    int (*real)(int, const char *, int, ...) = dlsym(RTLD_NEXT, name);
    pthread_mutex_lock(&lock);
    int was_there = faccessat(at, path, F_OK, 0) == 0;
    char absolute[PATH_MAX];
    int is_ours = at == AT_FDCWD || path[0] == '/';
    const char *inner = is_ours ? watched(path, absolute) : NULL;
    int descriptor = inner && fails(inner) ? -1 : real(at, path, flags, mode);
    if (is_ours) opened(descriptor, path, flags, was_there);
    pthread_mutex_unlock(&lock);
    return descriptor;
}

#define MODE_OF(flags)                                                                 \
    mode_t mode = 0;                                                                   \
    if ((flags) & (O_CREAT | O_TMPFILE)) {                                             \
        va_list rest;                                                                  \
        va_start(rest, flags);                                                         \
        mode = va_arg(rest, mode_t);                                                   \
        va_end(rest);                                                                  \
    }

int open(const char *path, int flags, ...) {
    MODE_OF(flags)
    return open_through("openat", AT_FDCWD, path, flags, mode);
}
int open64(const char *path, int flags, ...) {
    MODE_OF(flags)
    return open_through("openat64", AT_FDCWD, path, flags, mode);
}
int openat(int at, const char *path, int flags, ...) {
    MODE_OF(flags)
    return open_through("openat", at, path, flags, mode);
}
int openat64(int at, const char *path, int flags, ...) {
    MODE_OF(flags)
    return open_through("openat64", at, path, flags, mode);
}

int close(int descriptor) {
    static int (*real)(int);
    if (!real) real = dlsym(RTLD_NEXT, "close");
    pthread_mutex_lock(&lock);
    if (path_at(descriptor)) {
        free(path_of[descriptor]);
        path_of[descriptor] = NULL;
    }
    int result = real(descriptor);
    pthread_mutex_unlock(&lock);
    return result;
}

ssize_t write(int descriptor, const void *data, size_t length) {
    if (descriptor == ledger && ledger >= 0) {
        pthread_mutex_lock(&lock);
        record('A', NULL, NULL, 0, data, length);
        ssize_t done = real_write(descriptor, data, length);
        pthread_mutex_unlock(&lock);
        return done;
    }
    if (!path_at(descriptor)) return real_write(descriptor, data, length);
    pthread_mutex_lock(&lock);
    off_t offset = lseek(descriptor, 0, SEEK_CUR);
    if (fcntl(descriptor, F_GETFL) & O_APPEND) {
        struct stat now;
        fstat(descriptor, &now);
        offset = now.st_size;
    }
    ssize_t done =
        fails(path_at(descriptor)) ? -1 : real_write(descriptor, data, length);
    if (done > 0)
        record('W', path_at(descriptor), NULL, (uint64_t)offset, data, (size_t)done);
    pthread_mutex_unlock(&lock);
    return done;
}

ssize_t pwrite64(int descriptor, const void *data, size_t length, off64_t offset) {
    if (!path_at(descriptor)) return real_pwrite(descriptor, data, length, offset);
    pthread_mutex_lock(&lock);
    ssize_t done =
        fails(path_at(descriptor)) ? -1 : real_pwrite(descriptor, data, length, offset);
    if (done > 0)
        record('W', path_at(descriptor), NULL, (uint64_t)offset, data, (size_t)done);
    pthread_mutex_unlock(&lock);
    return done;
}
ssize_t pwrite(int descriptor, const void *data, size_t length, off_t offset) {
    return pwrite64(descriptor, data, length, offset);
}

/* Nobody here writes watched files so; better to stop than to miss it. */
ssize_t writev(int descriptor, const struct iovec *parts, int count) {
    ssize_t (*real)(int, const struct iovec *, int) = dlsym(RTLD_NEXT, "writev");
    if (path_at(descriptor)) abort();
    return real(descriptor, parts, count);
}

int ftruncate64(int descriptor, off64_t size) {
    int (*real)(int, off64_t) = dlsym(RTLD_NEXT, "ftruncate64");
    pthread_mutex_lock(&lock);
    int is_lost = path_at(descriptor) && fails(path_at(descriptor));
    int result = is_lost ? -1 : real(descriptor, size);
    if (result == 0 && path_at(descriptor))
        record('T', path_at(descriptor), NULL, (uint64_t)size, NULL, 0);
    pthread_mutex_unlock(&lock);
    return result;
}
int ftruncate(int descriptor, off_t size) { return ftruncate64(descriptor, size); }

static int sync_through(const char *name, int descriptor) {
    int (*real)(int) = dlsym(RTLD_NEXT, name);
    pthread_mutex_lock(&lock);
    /* What a failed sync did not write the system may drop and show all the same. */
    int is_lost = path_at(descriptor) && fails(path_at(descriptor));
    if (is_lost) record('F', path_at(descriptor), NULL, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    if (is_lost) return -1;
    int result = real(descriptor);
    /* The log names a sync once it is done: a cut in the middle had none. Writes that
     * other threads made meanwhile stand before it and count as synced, which is kinder
     * than a disk may be; stores here have one writer. */
    pthread_mutex_lock(&lock);
    if (result == 0 && path_at(descriptor)) {
        struct stat now;
        fstat(descriptor, &now);
        record(S_ISDIR(now.st_mode) ? 'D' : 'S', path_at(descriptor), NULL, 0, NULL, 0);
    }
    pthread_mutex_unlock(&lock);
    return result;
}
int fsync(int descriptor) { return sync_through("fsync", descriptor); }
int fdatasync(int descriptor) { return sync_through("fdatasync", descriptor); }

int unlink(const char *path) {
    int (*real)(const char *) = dlsym(RTLD_NEXT, "unlink");
    char absolute[PATH_MAX];
    pthread_mutex_lock(&lock);
    const char *inner = watched(path, absolute);
    int result = inner && fails(inner) ? -1 : real(path);
    if (result == 0 && inner) record('U', inner, NULL, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    return result;
}

int rename(const char *from, const char *to) {
    int (*real)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
    char absolute_from[PATH_MAX], absolute_to[PATH_MAX];
    pthread_mutex_lock(&lock);
    const char *inner_from = watched(from, absolute_from);
    const char *inner_to = watched(to, absolute_to);
    int result = inner_from && fails(inner_from) ? -1 : real(from, to);
    if (result == 0 && inner_from && inner_to)
        record('R', inner_from, inner_to, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    return result;
}
