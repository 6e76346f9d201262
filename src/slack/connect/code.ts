// The code snippets for programs and shells: Python, a dbt profile, a REST call.
import { ENCODED_TOKEN, type Snippet, TOKEN } from './snippet.ts'

export function pyarrow(address: string, ...notes: string[]): Snippet {
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
    notes: ['No user name. Needs `pip install pyarrow`.', ...notes],
  }
}

export function sqlalchemy(uri: (token: string) => string, ...notes: string[]): Snippet {
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
    notes: ['Needs `pip install sqlalchemy_dremio`, 3.0.2 or newer.', ...notes],
  }
}

export function dbt(settings: string[]): Snippet {
  return {
    code: [
      'my_project:',
      '  target: dev',
      '  outputs:',
      '    dev:',
      ...['type: dremio', 'threads: 1', `pat: "${TOKEN}"`, ...settings].map((line) => `      ${line}`),
    ],
    notes: [
      'In `profiles.yml`. Better than the token itself: `pat: "{{ env_var(\'DBT_ENV_SECRET_DREMIO_TOKEN\') }}"`.',
    ],
  }
}

export function curl(url: string): Snippet {
  return {
    code: [`curl -H "Authorization: Bearer ${TOKEN}" ${url}`],
    notes: [
      'Your shell remembers what you type: `read -rs DREMIO_TOKEN` takes the token unseen, then write `$DREMIO_TOKEN`.',
    ],
  }
}
