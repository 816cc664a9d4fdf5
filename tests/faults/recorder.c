/* Records what a process does to the files below one folder: loaded before its own libraries, Linux only.
 *
 * FAULT_HOME names the folder, FAULT_LOG the file the record is appended to. One entry: a byte for the kind, an int32
 * for the descriptor, an int64 for the offset or length, two int32 lengths, then the path (or first path) and the data
 * (or second path). Entries are written after the call has succeeded, in the order of the calls. recording.py reads it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 4096
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char watched[FILES];
static char home[4096];
static size_t home_length;
static int record = -1;

static void begin(void) {
    if (record != -1) return;
    const char *folder = getenv("FAULT_HOME"), *log = getenv("FAULT_LOG");
    record = -2;
    if (!folder || !log || strlen(folder) >= sizeof home) return;
    strcpy(home, folder);
    home_length = strlen(home);
    int handle = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (handle >= 0) {
        record = (int)syscall(SYS_fcntl, handle, F_DUPFD_CLOEXEC, 900);
        syscall(SYS_close, handle);
    }
}

static int ours(const char *path) {
    begin();
    return record >= 0 && path && strncmp(path, home, home_length) == 0;
}

static void note(char kind, int fd, int64_t at, const char *path, const void *data, size_t size) {
    char head[21];
    int32_t number = fd, path_size = path ? (int32_t)strlen(path) : 0, data_size = (int32_t)size;
    head[0] = kind;
    memcpy(head + 1, &number, 4);
    memcpy(head + 5, &at, 8);
    memcpy(head + 13, &path_size, 4);
    memcpy(head + 17, &data_size, 4);
    struct iovec parts[3] = {{head, sizeof head}, {(void *)path, (size_t)path_size}, {(void *)data, size}};
    int saved = errno;
    if (syscall(SYS_writev, record, parts, 3) < 0) abort();
    errno = saved;
}

static int is_watched(int fd) { return fd >= 0 && fd < FILES && watched[fd]; }

static int opened(int fd, const char *path, int flags) {
    if (fd >= 0 && fd < FILES) {
        watched[fd] = (char)ours(path);
        if (watched[fd]) note('o', fd, flags, path, 0, 0);
    }
    return fd;
}

#define OPEN(name)                                                              \
    int name(const char *path, int flags, ...) {                                \
        va_list more;                                                           \
        va_start(more, flags);                                                  \
        int mode = va_arg(more, int);                                           \
        va_end(more);                                                           \
        pthread_mutex_lock(&lock);                                              \
        int fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);         \
        opened(fd, path, flags);                                                \
        pthread_mutex_unlock(&lock);                                            \
        return fd;                                                              \
    }
OPEN(open)
OPEN(open64)

ssize_t write(int fd, const void *data, size_t size) {
    if (!is_watched(fd)) return syscall(SYS_write, fd, data, size);
    pthread_mutex_lock(&lock);
    int appends = (int)syscall(SYS_fcntl, fd, F_GETFL) & O_APPEND;
    off_t at = lseek(fd, 0, appends ? SEEK_END : SEEK_CUR);
    ssize_t done = syscall(SYS_write, fd, data, size);
    if (done > 0) note('w', fd, at, 0, data, (size_t)done);
    pthread_mutex_unlock(&lock);
    return done;
}

#define PWRITE(name)                                                            \
    ssize_t name(int fd, const void *data, size_t size, off_t at) {             \
        if (!is_watched(fd)) return syscall(SYS_pwrite64, fd, data, size, at);  \
        pthread_mutex_lock(&lock);                                              \
        ssize_t done = syscall(SYS_pwrite64, fd, data, size, at);               \
        if (done > 0) note('w', fd, at, 0, data, (size_t)done);                 \
        pthread_mutex_unlock(&lock);                                            \
        return done;                                                            \
    }
PWRITE(pwrite)
PWRITE(pwrite64)

#define ON_FILE(name, kind, call, parameters, at)                               \
    int name parameters {                                                       \
        pthread_mutex_lock(&lock);                                              \
        int done = (int)(call);                                                 \
        if (done == 0 && is_watched(fd)) note(kind, fd, at, 0, 0, 0);           \
        pthread_mutex_unlock(&lock);                                            \
        return done;                                                            \
    }
ON_FILE(fsync, 's', syscall(SYS_fsync, fd), (int fd), 0)
ON_FILE(fdatasync, 's', syscall(SYS_fdatasync, fd), (int fd), 0)
ON_FILE(ftruncate, 't', syscall(SYS_ftruncate, fd, length), (int fd, off_t length), length)
ON_FILE(ftruncate64, 't', syscall(SYS_ftruncate, fd, length), (int fd, off_t length), length)

#define ON_PATHS(name, kind, call, parameters, first, second)                   \
    int name parameters {                                                       \
        pthread_mutex_lock(&lock);                                              \
        int done = (int)(call);                                                 \
        const char *one = first, *two = second;                                 \
        if (done == 0 && ours(one)) note(kind, -1, 0, one, two, two ? strlen(two) : 0); \
        pthread_mutex_unlock(&lock);                                            \
        return done;                                                            \
    }
ON_PATHS(unlink, 'u', syscall(SYS_unlinkat, AT_FDCWD, path, 0), (const char *path), path, 0)
ON_PATHS(rmdir, 'd', syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR), (const char *path), path, 0)
ON_PATHS(mkdir, 'm', syscall(SYS_mkdirat, AT_FDCWD, path, mode), (const char *path, mode_t mode), path, 0)
ON_PATHS(rename, 'r', syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0), (const char *from, const char *to), from, to)
ON_PATHS(link, 'l', syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0), (const char *from, const char *to), from, to)

/* What would pass the record by is refused, so that Python falls back to what is recorded; a name below a descriptor
 * of a folder (shutil.rmtree) is made whole. */
ssize_t sendfile(int to, int from, off_t *at, size_t size) { (void)to, (void)from, (void)at, (void)size; errno = EINVAL; return -1; }
ssize_t sendfile64(int to, int from, off_t *at, size_t size) { return sendfile(to, from, at, size); }

static const char *whole(int folder, const char *name, char *room, size_t size) {
    char link[64], place[4096];
    if (name[0] == '/' || folder == AT_FDCWD) return name;
    strcpy(link, "/proc/self/fd/");
    char digits[16];
    int n = 0, left = folder;
    do digits[n++] = (char)('0' + left % 10); while (left /= 10);
    size_t end = strlen(link);
    while (n) link[end++] = digits[--n];
    link[end] = 0;
    ssize_t length = readlink(link, place, sizeof place - 1);
    if (length < 0 || (size_t)length + strlen(name) + 2 > size) return name;
    place[length] = 0;
    strcpy(room, place);
    strcat(room, "/");
    strcat(room, name);
    return room;
}

int unlinkat(int folder, const char *name, int flags) {
    char room[8192];
    pthread_mutex_lock(&lock);
    const char *path = whole(folder, name, room, sizeof room);
    int done = (int)syscall(SYS_unlinkat, folder, name, flags);
    if (done == 0 && ours(path)) note(flags & AT_REMOVEDIR ? 'd' : 'u', -1, 0, path, 0, 0);
    pthread_mutex_unlock(&lock);
    return done;
}
