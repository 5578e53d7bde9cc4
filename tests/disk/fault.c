/* Preloaded into the program by a test: makes the disk under the database fail while a file of that
 * name exists. $AFTERWORD_FAULT.full: nothing can be written. $AFTERWORD_FAULT.sync: what was
 * written does not reach the disk. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int fails(int fd, const char *how) {
    char name[4096], link[64], target[4096];
    const char *fault = getenv("AFTERWORD_FAULT");
    if (!fault) return 0;
    snprintf(name, sizeof name, "%s.%s", fault, how);
    if (access(name, F_OK) != 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, target, sizeof target - 1);
    if (length < 0) return 0;
    target[length] = 0;
    return strstr(target, "afterword.sqlite3") != NULL;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *bytes, size_t count) {
    if (fails(fd, "full")) { errno = ENOSPC; return -1; }
    return REAL(write)(fd, bytes, count);
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
    if (fails(fd, "full")) { errno = ENOSPC; return -1; }
    return REAL(pwrite)(fd, bytes, count, at);
}
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
    if (fails(fd, "full")) { errno = ENOSPC; return -1; }
    return REAL(pwrite64)(fd, bytes, count, at);
}
int fsync(int fd) {
    if (fails(fd, "sync")) { errno = EIO; return -1; }
    return REAL(fsync)(fd);
}
int fdatasync(int fd) {
    if (fails(fd, "sync")) { errno = EIO; return -1; }
    return REAL(fdatasync)(fd);
}
