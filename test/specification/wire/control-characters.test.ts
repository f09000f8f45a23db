/** Control characters that a client sends are shown in text/plain, and add neither lines nor columns. */
import assert from 'node:assert/strict'
import { serving } from '../../serving.ts'

const SENT = '%1b%5b31mred%0d%0aVX-9%09x%c2%9b%e2%80%ae'
const SHOWN = String.raw`\u001b[31mred VX-9 x\u009b\u202e`
/** What text/plain may contain: its own CRLF at the end of a line, and tabs between columns. */
const CLEAN = /^([^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]|\t|\r\n)*$/u

describe('As text/plain', () => {
  const { ask, job } = serving()
  const plain = async (line: string) => {
    const { text } = await ask(line, { accept: 'text/plain' })
    assert.match(text, CLEAN)
    return text
  }

  it('the reason and the history of a job show the reason of its abort', async () => {
    const id = await job({ user: 'bob' })
    assert.equal((await ask(`DELETE /job/VX-${id}?reason=${SENT}`)).status, 200)
    assert.equal(await plain(`GET /job/VX-${id}/reason`), `The job is ABORTED: aborted by bob (${SHOWN}).`)
    const lines = (await plain(`GET /job/VX-${id}/history`)).split('\r\n')
    const columns = lines
      .map((line) => line.split('\t'))
      .filter(([, , , event]) => event === 'abort-requested')
    assert.deepEqual(
      columns.map((one) => [one.length, one[6]]),
      [[9, SHOWN]],
    )
  })

  // biome-ignore format: a table
  for (const line of [
    `POST /job?type=${SENT}`,
    `GET /job/${SENT}`,
    `GET /jobtype/${SENT}`,
    `GET /job?first=${SENT}`,
    `GET /user/${SENT}/roles`,
    `POST /job/bulk?action=abort&${SENT}=1`,
    `POST /job?type=TRANSCODE&jobmetadata=sourceUri%3dfile:///${SENT}`,
  ])
    it(`the error of ${line} shows the value`, async () => {
      const text = await plain(line)
      assert.match(text, /^4\d\d /)
      assert.ok(text.includes(SHOWN), text)
    })
})
