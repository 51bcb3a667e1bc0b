/*
 * Between the program and its disk: counts the calls that change files under one folder, and at the n-th of them kills
 * the process, fails, or writes only half. It can also note every call with its bytes, for the power-cut simulator.
 *
 * Loaded with LD_PRELOAD. Nothing happens until `pshim_arm` is called, or the environment has PSHIM_ROOT.
 *
 *   pshim_arm(folder, plan, log)   plan: ""  "kill:N"  "half:N"  "fail:N:ERRNO"  "fail:N:ERRNO:sticky"  "short:N"
 *   pshim_plan(plan)               another plan from here on, for files that are open already
 *   pshim_count()                  how many calls there were since
 *   pshim_mark(words)              put a line of one's own into the log, at this moment
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define FDS 4096
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

enum { NOTHING, KILL, HALF, FAIL, SHORT };

static char root[PATH_MAX];
static size_t root_len;
static int armed, plan, fault, sticky, log_fd = -1;
static long calls, at;
static char *names[FDS];

/* --- what is watched --------------------------------------------------------------------------------------------- */

static int inside(const char *path)
{
    return armed && path && strncmp(path, root, root_len) == 0 && (path[root_len] == '/' || path[root_len] == 0);
}

static const char *name_of(int fd)
{
    return armed && fd >= 0 && fd < FDS ? names[fd] : NULL;
}

static void forget(int fd)
{
    if (fd >= 0 && fd < FDS && names[fd]) {
        free(names[fd]);
        names[fd] = NULL;
    }
}

/* Make a path absolute; `at_fd` is AT_FDCWD or an open folder. */
static const char *whole(int at_fd, const char *path, char *room)
{
    char base[PATH_MAX], link[64];
    ssize_t n;
    if (!path || path[0] == '/') {
        if (path && strncmp(path, "/proc/self/fd/", 14) == 0 && name_of(atoi(path + 14)))
            return name_of(atoi(path + 14)); /* linkat() of a file without a name */
        return path;
    }
    if (at_fd == AT_FDCWD) {
        if (!getcwd(base, sizeof base))
            return path;
    } else {
        snprintf(link, sizeof link, "/proc/self/fd/%d", at_fd);
        n = readlink(link, base, sizeof base - 1);
        if (n < 0)
            return path;
        base[n] = 0;
    }
    n = snprintf(room, PATH_MAX, "%s/%s", base, path);
    return n > 0 && n < PATH_MAX ? room : path;
}

/* --- the log ----------------------------------------------------------------------------------------------------- */

static void put(const void *data, size_t length)
{
    const char *rest = data;
    while (length > 0) {
        long n = syscall(SYS_write, log_fd, rest, length);
        if (n <= 0)
            _exit(97);
        rest += n;
        length -= n;
    }
}

static void note(const char *op, const char *path, const char *other, long offset, const void *data, size_t length)
{
    char head[3 * PATH_MAX];
    int n, before = errno;
    if (log_fd < 0)
        return;
    n = snprintf(head, sizeof head, "%s\t%s\t%s\t%ld\t%zu\n", op, path, other ? other : "", offset, length);
    put(head, n);
    put(data, length);
    errno = before;
}

/* --- what happens ------------------------------------------------------------------------------------------------ */

static void die(void)
{
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}

static int needs_room(void)
{
    return fault == ENOSPC || fault == EDQUOT;
}

/* Count one call. Returns NOTHING to let it pass, HALF or SHORT to cut it, FAIL with errno set. */
static int gate(int takes_room)
{
    long n = ++calls;
    if (plan == FAIL && !takes_room && (needs_room() || (!sticky && (fault == EIO || fault == ENODEV))))
        return NOTHING; /* a full disk still opens what is there, and one that stumbles is asked again */
    if (plan == NOTHING || n < at || (n > at && !(plan == FAIL && sticky)))
        return NOTHING;
    if (plan == KILL)
        die();
    if (plan == FAIL)
        errno = fault;
    return plan;
}

static int is_full(void) /* from the fault on, for a while or for ever, the disk says that it has no room */
{
    return armed && plan == FAIL && calls >= at && needs_room() && (sticky || calls < at + 64);
}

static int is_locked(void) /* from the fault on, the disk says that it cannot be written */
{
    return armed && plan == FAIL && calls >= at && (fault == EROFS || fault == EACCES) && (sticky || calls < at + 64);
}

static int is_gone(const char *path) /* a stick that was pulled out answers nothing, not even reads */
{
    if (!inside(path) || plan != FAIL || !sticky || calls < at || (fault != EIO && fault != ENODEV))
        return 0;
    errno = fault;
    return 1;
}

static void after(int verdict)
{
    if (verdict == HALF)
        die();
}

void pshim_plan(const char *what)
{
    char word[16] = "", last[16] = "";
    calls = at = fault = 0;
    if (what && what[0])
        sscanf(what, "%15[a-z]:%ld:%d:%15s", word, &at, &fault, last);
    sticky = strcmp(last, "sticky") == 0;
    plan = !strcmp(word, "kill") ? KILL : !strcmp(word, "half") ? HALF : !strcmp(word, "fail") ? FAIL
         : !strcmp(word, "short") ? SHORT : NOTHING;
}

void pshim_arm(const char *folder, const char *what, const char *log)
{
    int fd;
    for (fd = 0; fd < FDS; fd++)
        forget(fd);
    if (log_fd >= 0)
        syscall(SYS_close, log_fd);
    log_fd = -1;
    armed = 0;
    pshim_plan(what);
    snprintf(root, sizeof root, "%s", folder ? folder : "");
    root_len = strlen(root);
    if (log && log[0])
        log_fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    armed = root_len > 0;
}

long pshim_count(void) { return calls; }

void pshim_mark(const char *words) { note("mark", words, NULL, 0, "", 0); }

__attribute__((constructor)) static void begin(void)
{
    if (getenv("PSHIM_ROOT"))
        pshim_arm(getenv("PSHIM_ROOT"), getenv("PSHIM_PLAN"), getenv("PSHIM_LOG"));
}

/* --- opening and closing ----------------------------------------------------------------------------------------- */

static int opened(int at_fd, const char *path, int flags, mode_t mode)
{
    char room[PATH_MAX], nameless[PATH_MAX];
    const char *name = whole(at_fd, path, room);
    int is_new, fd, verdict;
    struct stat there;
    if (!inside(name))
        return syscall(SYS_openat, at_fd, path, flags, mode);
    is_new = (flags & O_CREAT) && syscall(SYS_newfstatat, AT_FDCWD, name, &there, AT_SYMLINK_NOFOLLOW) != 0;
    verdict = gate(is_new);
    if (verdict == FAIL)
        return -1;
    fd = syscall(SYS_openat, at_fd, path, flags, mode);
    if (fd < 0)
        return fd;
    forget(fd);
    if ((flags & O_TMPFILE) == O_TMPFILE) {
        snprintf(nameless, sizeof nameless, "%.3000s/#nameless-%ld", name, calls);
        name = nameless;
        note("nameless", name, NULL, 0, "", 0);
    } else if (is_new) {
        note("create", name, NULL, 0, "", 0);
    } else if (flags & O_TRUNC) {
        note("truncate", name, NULL, 0, "", 0);
    }
    if (fd < FDS)
        names[fd] = strdup(name);
    after(verdict);
    return fd;
}

#define OPEN(name)                                                                                                     \
    int name(const char *path, int flags, ...)                                                                         \
    {                                                                                                                  \
        va_list more;                                                                                                  \
        va_start(more, flags);                                                                                         \
        mode_t mode = va_arg(more, int);                                                                               \
        va_end(more);                                                                                                  \
        return opened(AT_FDCWD, path, flags, mode);                                                                    \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                                                   \
    int name(int at_fd, const char *path, int flags, ...)                                                              \
    {                                                                                                                  \
        va_list more;                                                                                                  \
        va_start(more, flags);                                                                                         \
        mode_t mode = va_arg(more, int);                                                                               \
        va_end(more);                                                                                                  \
        return opened(at_fd, path, flags, mode);                                                                       \
    }
OPENAT(openat)
OPENAT(openat64)

int close(int fd)
{
    forget(fd);
    return syscall(SYS_close, fd);
}

/* --- writing ----------------------------------------------------------------------------------------------------- */

static ssize_t written(int fd, const void *data, size_t length, off_t offset)
{
    const char *name = name_of(fd);
    int verdict = name ? gate(1) : NOTHING;
    ssize_t n;
    if (verdict == FAIL)
        return -1;
    if (verdict != NOTHING && length > 1)
        length /= 2;
    n = offset < 0 ? syscall(SYS_write, fd, data, length) : syscall(SYS_pwrite64, fd, data, length, offset);
    if (name && n > 0)
        note("write", name, NULL, offset < 0 ? (long)lseek(fd, 0, SEEK_CUR) - n : (long)offset, data, n);
    after(verdict);
    return n;
}

ssize_t write(int fd, const void *data, size_t length) { return written(fd, data, length, -1); }
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return written(fd, data, length, offset); }
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) { return written(fd, data, length, offset); }

static ssize_t gathered(int fd, const struct iovec *parts, int count, off_t offset)
{
    ssize_t total = 0;
    for (int i = 0; i < count; i++) {
        ssize_t n = written(fd, parts[i].iov_base, parts[i].iov_len, offset < 0 ? -1 : offset + total);
        if (n < 0)
            return total ? total : -1;
        total += n;
        if ((size_t)n < parts[i].iov_len)
            break;
    }
    return total;
}

ssize_t writev(int fd, const struct iovec *parts, int count) { return gathered(fd, parts, count, -1); }
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) { return gathered(fd, parts, count, offset); }
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset)
{
    return gathered(fd, parts, count, offset);
}

/* --- everything else that changes a file or a folder ------------------------------------------------------------- */

#define ON_FD(name, args, op, size, call)                                                                              \
    int name args                                                                                                      \
    {                                                                                                                  \
        const char *path = name_of(fd);                                                                                \
        int verdict = path ? gate(1) : NOTHING, done;                                                                   \
        if (verdict == FAIL)                                                                                           \
            return -1;                                                                                                 \
        done = call;                                                                                                   \
        if (path && done == 0)                                                                                         \
            note(op, path, NULL, size, "", 0);                                                                         \
        after(verdict);                                                                                                \
        return done;                                                                                                   \
    }
ON_FD(ftruncate, (int fd, off_t size), "truncate", size, syscall(SYS_ftruncate, fd, size))
ON_FD(ftruncate64, (int fd, off64_t size), "truncate", size, syscall(SYS_ftruncate, fd, size))
ON_FD(fsync, (int fd), "sync", 0, syscall(SYS_fsync, fd))
ON_FD(fdatasync, (int fd), "sync", 0, syscall(SYS_fdatasync, fd))

static int reserved(int fd, off_t offset, off_t length)
{
    const char *path = name_of(fd);
    int verdict = path ? gate(1) : NOTHING;
    if (verdict == FAIL)
        return errno; /* posix_fallocate returns the number instead of setting it */
    if (syscall(SYS_fallocate, fd, 0, offset, length) != 0)
        return errno;
    if (path)
        note("reserve", path, NULL, offset + length, "", 0);
    after(verdict);
    return 0;
}
int posix_fallocate(int fd, off_t offset, off_t length) { return reserved(fd, offset, length); }
int posix_fallocate64(int fd, off64_t offset, off64_t length) { return reserved(fd, offset, length); }

static int on_path(const char *op, int at_fd, const char *path, long number, long a, long b)
{
    char room[PATH_MAX];
    const char *name = whole(at_fd, path, room);
    int verdict = inside(name) ? gate(1) : NOTHING, done;
    if (verdict == FAIL)
        return -1;
    done = syscall(number, at_fd, path, a, b);
    if (inside(name) && done == 0)
        note(op, name, NULL, 0, "", 0);
    after(verdict);
    return done;
}
int unlink(const char *path) { return on_path("unlink", AT_FDCWD, path, SYS_unlinkat, 0, 0); }
int rmdir(const char *path) { return on_path("rmdir", AT_FDCWD, path, SYS_unlinkat, AT_REMOVEDIR, 0); }
int unlinkat(int fd, const char *path, int flags)
{
    return on_path(flags & AT_REMOVEDIR ? "rmdir" : "unlink", fd, path, SYS_unlinkat, flags, 0);
}
int mkdir(const char *path, mode_t mode) { return on_path("mkdir", AT_FDCWD, path, SYS_mkdirat, mode, 0); }
int mkdirat(int fd, const char *path, mode_t mode) { return on_path("mkdir", fd, path, SYS_mkdirat, mode, 0); }

static int moved(const char *op, int from_fd, const char *from, int to_fd, const char *to, long number, int flags)
{
    char room[PATH_MAX], other[PATH_MAX];
    const char *source = whole(from_fd, from, room), *target = whole(to_fd, to, other);
    int verdict = inside(source) || inside(target) ? gate(1) : NOTHING, done;
    if (verdict == FAIL)
        return -1;
    done = syscall(number, from_fd, from, to_fd, to, flags);
    if (inside(target) && done == 0)
        note(op, source, target, 0, "", 0);
    after(verdict);
    return done;
}
int rename(const char *a, const char *b) { return moved("rename", AT_FDCWD, a, AT_FDCWD, b, SYS_renameat2, 0); }
int renameat(int fd, const char *a, int to, const char *b) { return moved("rename", fd, a, to, b, SYS_renameat2, 0); }
int renameat2(int fd, const char *a, int to, const char *b, unsigned flags)
{
    return moved("rename", fd, a, to, b, SYS_renameat2, flags);
}
int link(const char *a, const char *b) { return moved("link", AT_FDCWD, a, AT_FDCWD, b, SYS_linkat, 0); }
int linkat(int fd, const char *a, int to, const char *b, int flags)
{
    return moved("link", fd, a, to, b, SYS_linkat, flags);
}

/* --- questions: only a disk that is gone or full answers them differently ---------------------------------------- */

ssize_t read(int fd, void *data, size_t length)
{
    return is_gone(name_of(fd)) ? -1 : syscall(SYS_read, fd, data, length);
}
ssize_t pread(int fd, void *data, size_t length, off_t offset)
{
    return is_gone(name_of(fd)) ? -1 : syscall(SYS_pread64, fd, data, length, offset);
}
ssize_t pread64(int fd, void *data, size_t length, off64_t offset) { return pread(fd, data, length, offset); }

#define ASKED(name, type)                                                                                              \
    int name(const char *path, struct type *found)                                                                     \
    {                                                                                                                  \
        char room[PATH_MAX];                                                                                           \
        return is_gone(whole(AT_FDCWD, path, room)) ? -1 : REAL(name)(path, found);                                    \
    }
ASKED(stat, stat)
ASKED(stat64, stat64)
ASKED(lstat, stat)
ASKED(lstat64, stat64)

#define ASKED_OF_OLD(name, type)                                                                                       \
    int name(int version, const char *path, struct type *found)                                                        \
    {                                                                                                                  \
        char room[PATH_MAX];                                                                                           \
        int (*real)(int, const char *, struct type *) = dlsym(RTLD_NEXT, #name);                                       \
        return is_gone(whole(AT_FDCWD, path, room)) ? -1 : real(version, path, found);                                 \
    }
ASKED_OF_OLD(__xstat, stat)
ASKED_OF_OLD(__xstat64, stat64)
ASKED_OF_OLD(__lxstat64, stat64)

int access(const char *path, int mode)
{
    char room[PATH_MAX];
    const char *name = whole(AT_FDCWD, path, room);
    if (inside(name) && (mode & W_OK) && is_locked()) {
        errno = fault;
        return -1;
    }
    return is_gone(name) ? -1 : syscall(SYS_faccessat, AT_FDCWD, path, mode);
}

DIR *opendir(const char *path)
{
    char room[PATH_MAX];
    return is_gone(whole(AT_FDCWD, path, room)) ? NULL : REAL(opendir)(path);
}

#define ROOM(name, type)                                                                                               \
    int name(const char *path, struct type *found)                                                                     \
    {                                                                                                                  \
        char room[PATH_MAX];                                                                                           \
        int done = is_gone(whole(AT_FDCWD, path, room)) ? -1 : REAL(name)(path, found);                                \
        if (done == 0 && is_full() && inside(whole(AT_FDCWD, path, room)))                                             \
            found->f_bfree = found->f_bavail = 0;                                                                      \
        return done;                                                                                                   \
    }
ROOM(statvfs, statvfs)
ROOM(statvfs64, statvfs64)
