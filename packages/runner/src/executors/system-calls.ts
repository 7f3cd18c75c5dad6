/**
 * System calls that a device has no business with, by their numbers on x86-64 and on arm64 (Linux' `asm/unistd_64.h` and
 * `asm-generic/unistd.h`): they change the system, look into other processes, make namespaces, hold memory that nobody
 * counts, or open large parts of the kernel. The list follows those of Docker and Flatpak.
 */
export const refusedCalls: Record<string, readonly [x64: number, arm64: number]> = {
  acct: [163, 89],
  add_key: [248, 217],
  bpf: [321, 280],
  chroot: [161, 51],
  clock_adjtime: [305, 266],
  clock_settime: [227, 112],
  delete_module: [176, 106],
  fanotify_init: [300, 262],
  finit_module: [313, 273],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fsopen: [430, 430],
  fspick: [433, 433],
  init_module: [175, 105],
  kcmp: [312, 272],
  kexec_file_load: [320, 294],
  kexec_load: [246, 104],
  keyctl: [250, 219],
  lookup_dcookie: [212, 18],
  memfd_secret: [447, 447],
  migrate_pages: [256, 238],
  mount: [165, 40],
  mount_setattr: [442, 442],
  move_mount: [429, 429],
  msgget: [68, 186],
  name_to_handle_at: [303, 264],
  open_by_handle_at: [304, 265],
  open_tree: [428, 428],
  perf_event_open: [298, 241],
  pidfd_getfd: [438, 438],
  pivot_root: [155, 41],
  process_madvise: [440, 440],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  ptrace: [101, 117],
  quotactl: [179, 60],
  quotactl_fd: [443, 443],
  reboot: [169, 142],
  request_key: [249, 218],
  semget: [64, 190],
  setdomainname: [171, 162],
  sethostname: [170, 161],
  setns: [308, 268],
  settimeofday: [164, 170],
  shmget: [29, 194],
  swapoff: [168, 225],
  swapon: [167, 224],
  syslog: [103, 116],
  umount2: [166, 39],
  unshare: [272, 97],
  userfaultfd: [323, 282],
  vhangup: [153, 58],
  vmsplice: [278, 75],
}

/** Calls that libraries try and do without: they are told that the kernel has none. */
export const absentCalls: Record<string, readonly [x64: number, arm64: number]> = {
  clone3: [435, 435],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  io_uring_setup: [425, 425],
}

/**
 * Takes room on a disk without a byte that is written, so that nobody could count it. Told that the file system has no such
 * thing, libraries write zeros.
 */
export const unsupportedCalls: Record<string, readonly [x64: number, arm64: number]> = { fallocate: [285, 47] }

/** Calls that depend on an argument. */
export const judgedCalls = {
  clone: [56, 220],
  ioctl: [16, 29],
  socket: [41, 198],
  socketpair: [53, 199],
} as const satisfies Record<string, readonly [x64: number, arm64: number]>

/** Every flag of clone(2) that makes a namespace. */
export const namespaceFlags = 0x7e02_0000

/** AF_UNIX, AF_INET, AF_INET6, AF_NETLINK: those that a network namespace holds. AF_VSOCK, for one, leads out of it. */
export const heldFamilies = [1, 2, 10, 16]
