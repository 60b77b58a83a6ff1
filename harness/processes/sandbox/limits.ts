/** Octets of a mebibyte. */
export const MIB = 1024 * 1024;

/** The file system of a folder that the program may write to: four times the largest file that a suite sends unasked (64 MiB). */
export const FOLDER_MIB = 256;

/** `/tmp` and `/dev/shm`: what is temporary of small programs fits into it, and it is memory. */
export const TEMPORARY_MIB = 64;

/**
 * Threads and processes of a launch, together. A Java program has some forty before its first client, and one thread a client
 * is right: suites have some sixty clients at a time.
 */
export const PROCESSES = 256;

/** Descriptors of a process: what most systems give it unasked is 1,024; it may ask for four times that. */
const DESCRIPTORS = '1024:4096';

/** Data of a process: runtimes that manage their memory take some hundred MiB. What they only reserve does not count. */
const MEMORY = 2048 * MIB;

/** Processor time of a process in seconds: the longest suite takes a careful program less than a tenth of it. */
export const PROCESSOR_SECONDS = 600;

/**
 * The words before a program that bound what it may take (getrlimit(2)). At the limit of processor time it is ended by SIGXCPU,
 * and by SIGKILL 5 s later; at that of a file's size by SIGXFSZ, unless it heeds the error.
 */
export const limiting: readonly [string, ...string[]] = [
  'prlimit',
  `--nproc=${PROCESSES}:${PROCESSES}`,
  `--nofile=${DESCRIPTORS}`,
  `--data=${MEMORY}:${MEMORY}`,
  `--fsize=${FOLDER_MIB * MIB}:${FOLDER_MIB * MIB}`,
  `--cpu=${PROCESSOR_SECONDS}:${PROCESSOR_SECONDS + 5}`,
  '--core=0:0',
  '--',
];
