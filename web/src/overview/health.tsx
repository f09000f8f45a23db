/** The self-tests of the server that found something. */
import { Icon } from '../ui/icon.tsx'
import { useFlaws } from './use-overview.ts'

/** Nothing is shown while all is well. */
export function Health() {
  const { data: flaws = [] } = useFlaws()
  return flaws.map(({ name, status, message = [] }) => (
    <p key={name} className={`overview-flaw tone-${status === 'failed' ? 'bad' : 'warning'}`} role="status">
      <Icon name={status === 'failed' ? 'cross' : 'warning'} />
      <span>
        <strong>
          {name} {status === 'failed' ? 'failed' : 'warns'}
        </strong>
        {message.length > 0 && `: ${message.join(' ')}`}
      </span>
    </p>
  ))
}
