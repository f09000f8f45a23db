import { serving } from '../serving.ts'

describe('The server', () => {
  const { ask } = serving()

  it('redirects a browser from the root to the console, without authentication', () =>
    ask('GET /', { accept: 'text/html,*/*;q=0.8', by: 'nobody' }).expect(302).expect('Location', 'console/'))

  it('answers 404 for the root to other clients', () => ask('GET /').expect(404))

  it('never serves the console under an API path', () =>
    ask('GET /API/console/', { accept: 'text/html,*/*;q=0.8' }).expect(404))

  it('answers 404 for an unknown file of the console', () => ask('GET /console/assets/none.js').expect(404))
})
