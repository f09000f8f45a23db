/** The parameters of requests that make thumbnails and posters. */
import { periodOf } from '../../steps/thumbnails/sprite-plan.ts'
import { timeCodesOf } from '../../steps/thumbnails/time-codes.ts'
import { integerFrom, type Kind, list, oneOf, repeated, string } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { VERSION } from './place.ts'

const PIXELS = integerFrom(2, 9_999)

const times: Kind<readonly string[]> = {
  ...list,
  expected: 'time codes such as 50@25, separated by commas',
  read: (values) => {
    const read = timeCodesOf(values.join(','))
    if ('wrong' in read) return { wrong: read.wrong }
    return {
      value: values
        .join(',')
        .split(/[\s,]+/)
        .filter((word) => word !== ''),
    }
  },
}

const trueOrTimes: Kind<string> = {
  name: 'string',
  expected: 'true, false, or time codes such as 0@25,50@25',
  read: (values) => {
    const word = values.join(',').trim()
    if (['true', 'false'].includes(word.toLowerCase())) return { value: word.toLowerCase() }
    const read = times.read(values)
    return 'value' in read ? { value: read.value.join(',') } : { wrong: read.wrong }
  },
}

/** In seconds, as jobs have it. */
const period: Kind<string> = {
  name: 'string',
  expected: 'a time above zero, as seconds or a time code such as 250@25',
  read: ([text = '']) => {
    const seconds = periodOf(text.trim())
    const isFit = seconds >= 0.001 && seconds < 100_000
    return isFit ? { value: String(Number(seconds.toFixed(6))) } : { wrong: text }
  },
}

export const MAKING = {
  createThumbnails: parameter(
    trueOrTimes,
    'false',
    'Which thumbnails: those at these time codes, or with `true` one every `thumbnailPeriod`.',
  ),
  createPosters: parameter(times, [], 'The time codes of posters, which are as large as the video.'),
  thumbnailWidth: parameter(PIXELS, undefined, 'The width of thumbnails, at most. Default 640.'),
  thumbnailHeight: parameter(PIXELS, undefined, 'The height of thumbnails, at most.'),
  thumbnailPeriod: parameter(
    period,
    undefined,
    'The time from one thumbnail to the next. Default: ten seconds, or a hundredth of a long video.',
  ),
  posterWidth: parameter(PIXELS, undefined, 'The width of posters, at most. Default: that of the video.'),
  posterHeight: parameter(PIXELS, undefined, 'The height of posters, at most. Default: that of the video.'),
  posterFormat: parameter(oneOf(['jpeg', 'png']), undefined, 'The format of posters. Default `jpeg`.'),
  tag: parameter(
    repeated,
    [],
    'Shape tags, whose `thumbnailResolution` and `thumbnailPeriod` stand in for parameters that are missing.',
  ),
  sourceTag: parameter(list, [], 'The tags of the shape to read: the first that the item has.'),
  version: { ...VERSION.version, description: 'The version of the essence to read. Default: the latest.' },
  thumbnailService: parameter(string, undefined, 'The resource that keeps them: `VX-1`.'),
  resourceId: parameter(string, undefined, 'The resource that makes them: `VX-1`.'),
} as const
