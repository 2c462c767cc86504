/*
 * Answers in place of a kernel without IPVS: preloaded into keepalived and ipvsadm, so that both
 * programs run their checkers on the host. Changes succeed and are forgotten.
 *
 * Numbers of <linux/ip_vs.h>; libipvs comes here when the kernel knows no such netlink family.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { BASE = 64 + 1024 + 64, LAST = BASE + 63, GET_INFO = BASE + 1, DEL = BASE + 4, DELDEST = BASE + 8 };

/* What daruma's barrier names, so that it must be refused: see src/kernel/ipvs.ts. */
static const unsigned nobodys_mark = 0xffffffffu;

static int ours(int level, int name) { return level == 0 && name >= BASE && name <= LAST; }

int getsockopt(int fd, int level, int name, void *value, socklen_t *size) {
  if (!ours(level, name)) return syscall(SYS_getsockopt, fd, level, name, value, size);
  memset(value, 0, *size);
  if (name == GET_INFO && *size >= 12) {
    const unsigned version_and_size[] = {0x010201, 4096};
    memcpy(value, version_and_size, sizeof version_and_size);
  }
  return 0;
}

int setsockopt(int fd, int level, int name, const void *value, socklen_t size) {
  if (!ours(level, name)) return syscall(SYS_setsockopt, fd, level, name, value, size);
  /* struct ip_vs_service_user: the mark is the fourth word. */
  if ((name == DEL || name == DELDEST) && memcmp((const char *)value + 12, &nobodys_mark, 4) == 0) {
    errno = ESRCH;
    return -1;
  }
  return 0;
}
