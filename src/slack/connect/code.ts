// The code snippets for programs and shells: Python, a dbt profile, a REST call.
import type { Words } from '../../words/words.ts'
import { ENCODED_TOKEN, type Snippet, TOKEN } from './snippet.ts'

export function pyarrow({ notes }: Words['connect'], address: string, ...more: string[]): Snippet {
  return {
    code: [
      'import os',
      'from pyarrow import flight',
      '',
      `token = os.environ["DREMIO_TOKEN"]  # ${TOKEN}`,
      `client = flight.FlightClient("grpc+tls://${address}")`,
      'options = flight.FlightCallOptions(headers=[(b"authorization", f"Bearer {token}".encode())])',
      'info = client.get_flight_info(flight.FlightDescriptor.for_command("SELECT 1"), options)',
      'print(client.do_get(info.endpoints[0].ticket, options).read_all())',
    ],
    notes: [`${notes.noUserName} ${notes.pipInstall({ what: 'pyarrow' })}`, ...more],
  }
}

export function sqlalchemy({ notes }: Words['connect'], uri: (token: string) => string, ...more: string[]): Snippet {
  return {
    fields: [['URI', uri(ENCODED_TOKEN)]],
    code: [
      'import os',
      'from urllib.parse import quote',
      'from sqlalchemy import create_engine',
      '',
      `token = quote(os.environ["DREMIO_TOKEN"], safe="")  # ${TOKEN}`,
      `engine = create_engine(f"${uri('{token}')}")`,
    ],
    notes: [notes.pipInstall({ what: 'sqlalchemy_dremio', version: '3.0.2' }), ...more],
  }
}

export function dbt({ notes }: Words['connect'], settings: string[]): Snippet {
  return {
    code: [
      'my_project:',
      '  target: dev',
      '  outputs:',
      '    dev:',
      ...['type: dremio', 'threads: 1', `pat: "${TOKEN}"`, ...settings].map((line) => `      ${line}`),
    ],
    notes: [notes.dbtProfile({ pat: 'pat: "{{ env_var(\'DBT_ENV_SECRET_DREMIO_TOKEN\') }}"' })],
  }
}

export function curl({ notes }: Words['connect'], url: string): Snippet {
  return {
    code: [`curl -H "Authorization: Bearer ${TOKEN}" ${url}`],
    notes: [notes.shellHistory],
  }
}
