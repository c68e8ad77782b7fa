/* A disk that takes SLOWSYNC_US a flush: preloaded, delays fsync, fdatasync and msync. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/types.h>
#include <time.h>

static void wait_as_told(void)
{
    const char *told = getenv("SLOWSYNC_US");
    long us = told ? strtol(told, NULL, 10) : 0;
    struct timespec span = {us / 1000000, (us % 1000000) * 1000};
    if (us > 0)
        nanosleep(&span, NULL);
}

int fsync(int file)
{
    static int (*real)(int);
    if (!real)
        real = dlsym(RTLD_NEXT, "fsync");
    wait_as_told();
    return real(file);
}

int fdatasync(int file)
{
    static int (*real)(int);
    if (!real)
        real = dlsym(RTLD_NEXT, "fdatasync");
    wait_as_told();
    return real(file);
}

int msync(void *start, size_t length, int flags)
{
    static int (*real)(void *, size_t, int);
    if (!real)
        real = dlsym(RTLD_NEXT, "msync");
    wait_as_told();
    return real(start, length, flags);
}
