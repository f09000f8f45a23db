/** The environment of programs: never that of this process, which has passwords. */

export type ProgramEnvironment = Readonly<Record<string, string>>

/** What a program that was given no environment has: enough to find the programs of the system. */
export const BARE: ProgramEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C.UTF-8',
}

/** The variables that ffmpeg and the drivers under it look at. All others stay with this process. */
const PASSED_ON = [
  ...['PATH', 'TZ', 'TMPDIR', 'LD_LIBRARY_PATH', 'FONTCONFIG_FILE', 'FONTCONFIG_PATH'],
  ...['CUDA_VISIBLE_DEVICES', 'CUDA_DEVICE_ORDER', 'CUDA_MPS_PIPE_DIRECTORY'],
  ...['NVIDIA_VISIBLE_DEVICES', 'NVIDIA_DRIVER_CAPABILITIES'],
  ...['LIBVA_DRIVER_NAME', 'LIBVA_DRIVERS_PATH', 'ONEVPL_SEARCH_PATH'],
] as const

/** The environment for programs, from that of this process. Pure. */
export function programEnvironment(own: Readonly<Record<string, string | undefined>>): ProgramEnvironment {
  const passed = PASSED_ON.flatMap((name) => {
    const value = own[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...BARE, ...Object.fromEntries(passed) }
}
