import assert from 'node:assert/strict'
import { type FfmpegFailure, reasonOf, said } from '../../../tasks/ffmpeg/reason.ts'

const plan = { input: '/in.mp4', outputs: [{ path: '/out.mp4' }] }

describe('reasonOf recognizes', () => {
  const cases: readonly (readonly [string, readonly string[], FfmpegFailure['ended'], string])[] = [
    [
      'a full disk (7.0)',
      [
        '[aost#0:1/copy @ 0x560ce7cc6cc0] [error] Error submitting a packet to the muxer: No space left on device',
        '[out#0/mp4 @ 0x560ce7c9ac00] [error] Error writing trailer: No space left on device',
      ],
      'disk-full',
      'No space left on device while writing /out.mp4',
    ],
    [
      'a full disk (5.1)',
      ['[error] av_interleaved_write_frame(): No space left on device', '[error] Conversion failed!'],
      'disk-full',
      'No space left on device while writing /out.mp4',
    ],
    [
      'a full quota',
      ['[out#0/mp4 @ 0x1] [error] Error writing trailer: Disk quota exceeded'],
      'disk-full',
      'Disk quota exceeded while writing /out.mp4',
    ],
    [
      'a source that is not a media file (7.0)',
      [
        '[mov,mp4,m4a,3gp,3g2,mj2 @ 0x5641eaacab00] [error] moov atom not found',
        '[in#0 @ 0x5641eaaca7c0] [error] Error opening input: Invalid data found when processing input',
        '[error] Error opening input file file:/in.mp4.',
        '[fatal] Error opening input files: Invalid data found when processing input',
      ],
      'bad-input',
      '/in.mp4 is not a media file that ffmpeg can read: Invalid data found when processing input',
    ],
    [
      'a source that is not a media file (5.1)',
      ['[error] file:/in.mp4: Invalid data found when processing input'],
      'bad-input',
      '/in.mp4 is not a media file that ffmpeg can read: Invalid data found when processing input',
    ],
    [
      'a missing source (7.0)',
      ['[in#0 @ 0x5572d13ea7c0] [error] Error opening input: No such file or directory'],
      'bad-input',
      '/in.mp4 does not exist',
    ],
    [
      'a missing source (5.1)',
      ['[error] file:/in.mp4: No such file or directory'],
      'bad-input',
      '/in.mp4 does not exist',
    ],
    [
      'a share that fails',
      ['[in#0 @ 0x5572d13ea7c0] [error] Error opening input: Input/output error'],
      'crashed',
      '/in.mp4 could not be opened: Input/output error',
    ],
    [
      'a source that cannot be decoded',
      [
        '[h264 @ 0x559887326580] [error] Error splitting the input into NAL units.',
        '[vist#0:0/h264 @ 0x5598872ca840] [dec:h264 @ 0x559887325c00] [fatal] Decode error rate 1 exceeds maximum 0.666667',
        '[out#0/mp4 @ 0x5598872f7b80] [error] Nothing was written into output file, because at least one of its streams received no packets.',
      ],
      'bad-input',
      '/in.mp4 could not be decoded: Decode error rate 1 exceeds maximum 0.666667',
    ],
    [
      'a corrupt frame in strict mode',
      [
        '[vist#0:0/h264 @ 0x5566b4174000] [dec:h264 @ 0x5566b40c1000] [error] Terminating thread with return code -1094995529 (Invalid data found when processing input)',
      ],
      'bad-input',
      '/in.mp4 could not be decoded: Terminating thread with return code -1094995529 (Invalid data found when processing input)',
    ],
    [
      'an encoder that was not built in',
      [
        "[vost#0:0 @ 0x5614f8d48280] [fatal] Unknown encoder 'libnope'",
        '[error] Error opening output file file:/out.mp4.',
        '[fatal] Error opening output files: Encoder not found',
      ],
      'encoder-missing',
      'this ffmpeg has no encoder libnope',
    ],
    [
      'an output that cannot be opened (7.0), by the first error without its address',
      [
        '[out#0/mp4 @ 0x55ca6e162b80] [fatal] Error opening output file:/out.mp4: No such file or directory',
        '[fatal] Error opening output files: No such file or directory',
      ],
      'crashed',
      'ffmpeg failed: [out#0/mp4] Error opening output file:/out.mp4: No such file or directory',
    ],
    [
      'an output that cannot be opened (5.1), not to be confused with the input',
      ['[fatal] file:/out.mp4: No such file or directory'],
      'crashed',
      'ffmpeg failed: file:/out.mp4: No such file or directory',
    ],
    ['a failure without messages', [], 'crashed', 'ffmpeg failed: no error message'],
    [
      'a channel layout that the encoder does not take, which no retry mends',
      [
        '[aac @ 0x1] [error] Unsupported channel layout "2 channels (FL+LFE)"',
        '[error] Error while opening encoder - maybe incorrect parameters such as bit_rate, rate, width or height.',
      ],
      'failed',
      'ffmpeg failed: [aac] Unsupported channel layout "2 channels (FL+LFE)"',
    ],
    [
      'a size that the encoder does not take',
      ['[libx264 @ 0x1] [error] height not divisible by 2 (320x241)'],
      'failed',
      'ffmpeg failed: [libx264] height not divisible by 2 (320x241)',
    ],
    [
      'a codec that the container does not hold',
      ["[mp4 @ 0x1] [error] Tag hvc1 incompatible with output codec id '173'"],
      'failed',
      "ffmpeg failed: [mp4] Tag hvc1 incompatible with output codec id '173'",
    ],
    [
      'a GPU whose memory is in use',
      ['[h264_nvenc @ 0x1] [error] OpenEncodeSessionEx failed: out of memory (10): (no details)'],
      'crashed',
      'ffmpeg failed: [h264_nvenc] OpenEncodeSessionEx failed: out of memory (10): (no details)',
    ],
    [
      'a machine without a GPU',
      ['[h264_nvenc @ 0x1] [error] Cannot load libcuda.so.1'],
      'crashed',
      'ffmpeg failed: [h264_nvenc] Cannot load libcuda.so.1',
    ],
  ]
  for (const [what, lines, ended, message] of cases)
    it(what, () => assert.deepEqual(reasonOf(lines, plan), { ended, message }))
})

describe('a line of the log is split into level and text:', () => {
  const cases = [
    ['[mov,mp4 @ 0x5641eaacab00] [warning] Low score', 'warning', '[mov,mp4] Low score'],
    ['[error] Conversion failed!', 'error', 'Conversion failed!'],
    ['[fatal] Giving up', 'error', 'Giving up'],
    ['[a @ 0x1] [b @ 0x2] [error] Two places', 'error', '[a] [b] Two places'],
    ['x265 [info]: build', 'info', 'x265 [info]: build'],
    [
      "Consider increasing the value for the 'analyzeduration'",
      'info',
      "Consider increasing the value for the 'analyzeduration'",
    ],
    [
      '[swscaler @ 0x7f6998013b40] [warning] deprecated pixel format used, make sure you did set range correctly',
      'info',
      '[swscaler] deprecated pixel format used, make sure you did set range correctly',
    ],
  ] as const
  for (const [line, level, text] of cases) it(line, () => assert.deepEqual(said(line), { level, text }))
})
