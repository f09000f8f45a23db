import assert from 'node:assert/strict'
import { mkdir, realpath, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { insideRoots, pathOf } from '../../../tasks/files/media-roots.ts'
import { folder } from '../machine.ts'

describe('pathOf', () => {
  const paths = [
    ['file:///a.mp4', '/a.mp4'],
    ['file:/a.mp4', '/a.mp4'],
    ['FILE:///a.mp4', '/a.mp4'],
    ['file://localhost/a.mp4', '/a.mp4'],
    ['file:///a%20b.mp4', '/a b.mp4'],
    ['file:///%C3%BC.mp4', '/ü.mp4'],
    ['file:///ü b.mp4', '/ü b.mp4'],
    ['file:///take%20%232%3F.mp4', '/take #2?.mp4'],
    ['file:///100%25.mp4', '/100%.mp4'],
    ['/a b.mp4', '/a b.mp4'],
    ['/a%20b.mp4', '/a%20b.mp4'],
    ['/take #2?.mp4', '/take #2?.mp4'],
    ['/a:b.mp4', '/a:b.mp4'],
    ['/a..b/..c.mp4', '/a..b/..c.mp4'],
  ] as const
  for (const [uri, path] of paths)
    it(`reads ${uri} as ${path}`, () => assert.deepEqual(pathOf(uri), { path }))

  const refusals = [
    ['', '“” is not an absolute path'],
    ['a.mp4', '“a.mp4” is not an absolute path'],
    ['./a.mp4', '“./a.mp4” is not an absolute path'],
    ['file:a.mp4', '“file:a.mp4” is not an absolute path'],
    ['file://', '“file://” is not an absolute path'],
    ['file://nas/a.mp4', '“file://nas/a.mp4” names the host nas; only local files can be used'],
    ['http://host/a.mp4', '“http://host/a.mp4” has the scheme http, not file'],
    ['concat:/a|/b', '“concat:/a|/b” has the scheme concat, not file'],
    ['/media/../etc/passwd', '“/media/../etc/passwd” contains “..”'],
    ['file:///media/../etc/passwd', '“file:///media/../etc/passwd” contains “..”'],
    ['file:///media/%2e%2E/etc/passwd', '“file:///media/%2e%2E/etc/passwd” contains “..”'],
    ['file:///media/..%2fetc', '“file:///media/..%2fetc” contains an encoded slash'],
    ['file:///a%00.mp4', '“file:///a%00.mp4” contains a NUL character'],
    ['/a\0.mp4', '“/a\0.mp4” contains a NUL character'],
    ['file:///take #2.mp4', '“file:///take #2.mp4” contains an unescaped ? or #; write %3F or %23'],
    [
      'file:///100%.mp4',
      '“file:///100%.mp4” contains a percent sign that two hexadecimal digits do not follow',
    ],
    ['file:///%E9.mp4', '“file:///%E9.mp4” is not UTF-8: the names of files must be UTF-8'],
    ['file:///a%FF.mp4', '“file:///a%FF.mp4” is not UTF-8: the names of files must be UTF-8'],
    ['file:///%FF%2', '“file:///%FF%2” contains a percent sign that two hexadecimal digits do not follow'],
  ] as const
  for (const [uri, refused] of refusals)
    it(`refuses ${JSON.stringify(uri)}`, () => assert.deepEqual(pathOf(uri), { refused }))
})

const LONG = 'x'.repeat(300)
const TOO_LONG = `has a name that is too long for its file system: “${LONG}” has 300 bytes`

describe('insideRoots allows only files inside the media roots:', () => {
  // Created in an empty folder: media/, other/ and linked/ are roots; media2/, secret/ and real/ are not.
  const cases: readonly (readonly [string, string, 'path' | 'missing' | 'refused', string])[] = [
    ['a file in a root', 'media/a.mp4', 'path', 'media/a.mp4'],
    ['a file in the second root', 'other/b.mp4', 'path', 'other/b.mp4'],
    ['a file in a folder of a root', 'media/sub/c.mp4', 'path', 'media/sub/c.mp4'],
    ['the root itself', 'media', 'path', 'media'],
    ['a root that is a link, by the link', 'linked/d.mp4', 'path', 'real/d.mp4'],
    ['a root that is a link, by its real name', 'real/d.mp4', 'path', 'real/d.mp4'],
    ['a link from one root into another', 'media/to-other/b.mp4', 'path', 'other/b.mp4'],
    ['a file yet to be written', 'media/new.mp4', 'missing', 'media/new.mp4'],
    ['a file in folders yet to be created', 'media/x/y/new.mp4', 'missing', 'media/x/y/new.mp4'],
    [
      'a file yet to be written, behind a link into another root',
      'media/to-other/new.mp4',
      'missing',
      'other/new.mp4',
    ],
    ['a file outside', 'secret/key', 'refused', 'is outside the media roots'],
    ['a file that does not exist, outside', 'secret/new', 'refused', 'is outside the media roots'],
    [
      'a folder whose name starts with that of a root',
      'media2/e.mp4',
      'refused',
      'is outside the media roots',
    ],
    ['the parent folder of a root', '', 'refused', 'is outside the media roots'],
    ['a link to a file outside', 'media/to-key', 'refused', 'is outside the media roots'],
    ['a link to a folder outside', 'media/to-secret/key', 'refused', 'is outside the media roots'],
    [
      'a new file behind a link to a folder outside',
      'media/to-secret/new',
      'refused',
      'is outside the media roots',
    ],
    [
      'a link to another link that leads outside',
      'media/to-link/key',
      'refused',
      'is outside the media roots',
    ],
    ['a dangling link', 'media/to-nothing', 'refused', 'contains a dangling symbolic link'],
    ['a file below a dangling link', 'media/to-nothing/a', 'refused', 'contains a dangling symbolic link'],
    ['a link to itself', 'media/loop', 'refused', 'cannot be resolved (ELOOP)'],
    ['a file below a file', 'media/a.mp4/b', 'refused', 'cannot be resolved (ENOTDIR)'],
    ['a name of 255 bytes', `media/${'x'.repeat(255)}`, 'missing', `media/${'x'.repeat(255)}`],
    ['a name that is too long', `media/${LONG}`, 'refused', TOO_LONG],
    ['a name that is too long, in a folder yet to be created', `media/x/${LONG}`, 'refused', TOO_LONG],
    ['a folder yet to be created whose name is too long', `media/x/${LONG}/y`, 'refused', TOO_LONG],
    [
      'a path that is too long',
      `media${'/xx'.repeat(1_500)}`,
      'refused',
      'has more than the 4095 bytes that a path may have',
    ],
  ]

  async function world(top: string): Promise<void> {
    for (const name of ['media/sub', 'other', 'media2', 'secret', 'real'])
      await mkdir(join(top, name), { recursive: true })
    for (const name of [
      'media/a.mp4',
      'media/sub/c.mp4',
      'other/b.mp4',
      'media2/e.mp4',
      'secret/key',
      'real/d.mp4',
    ]) {
      await writeFile(join(top, name), '')
    }
    const links = [
      ['linked', 'real'],
      ['media/to-other', 'other'],
      ['media/to-key', 'secret/key'],
      ['media/to-secret', 'secret'],
      ['media/to-link', 'media/to-secret'],
      ['media/to-nothing', 'secret/nothing'],
      ['media/loop', 'media/loop'],
    ] as const
    for (const [link, to] of links) await symlink(join(top, to), join(top, link))
  }

  for (const [what, name, kind, expected] of cases) {
    it(`${what}: ${kind}`, async () => {
      await using place = await folder()
      const top = await realpath(place.path)
      await world(top)
      const roots = ['media', 'other', 'linked', 'absent'].map((root) => join(top, root))
      const found = await insideRoots(`file://${join(top, name)}`, roots)
      if (kind !== 'refused') return assert.deepEqual(found, { [kind]: join(top, expected) })
      assert.ok('refused' in found, JSON.stringify(found))
      assert.ok(found.refused.startsWith(`“file://${join(top, name)}” ${expected}`), found.refused)
    })
  }

  it('every path is inside the root /', async () => {
    assert.deepEqual(await insideRoots('/etc/passwd', ['/']), { path: '/etc/passwd' })
  })

  it('no path is inside an empty list of roots', async () => {
    assert.deepEqual(await insideRoots('/etc/passwd', []), {
      refused: '“/etc/passwd” is outside the media roots ()',
    })
  })
})
