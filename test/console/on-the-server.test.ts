import { serving } from '../serving.ts'

describe('Beside the API', () => {
  const { ask } = serving()

  it('a browser that opens the root is led to the console, without signing in', () =>
    ask('GET /', { accept: 'text/html,*/*;q=0.8', by: 'nobody' }).expect(302).expect('Location', 'console/'))

  it('the root is nothing to other clients', () => ask('GET /').expect(404))

  it('a path of the API is never the console', () =>
    ask('GET /API/console/', { accept: 'text/html,*/*;q=0.8' }).expect(404))

  it('what the console does not have is not there', () => ask('GET /console/assets/none.js').expect(404))
})
