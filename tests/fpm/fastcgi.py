"""A FastCGI client: one request per connection, what came back as a Response. Knows nothing of PHP.

Every call is bounded in time. A server that goes away in the middle is no error here but a Response that says so.
"""
import socket
import struct

BEGIN, END, PARAMS, STDIN, STDOUT, STDERR = 1, 3, 4, 5, 6, 7
RESPONDER = 1


class Response:
    def __init__(self):
        self.out = b''
        self.err = b''
        self.complete = False  # the server said END_REQUEST
        self.broken = ''       # why not

    @property
    def text(self):
        return self.out.partition(b'\r\n\r\n')[2].decode('utf-8', 'replace')

    @property
    def status(self):
        head = self.out.partition(b'\r\n\r\n')[0].decode('latin-1')
        for line in head.split('\r\n'):
            if line.lower().startswith('status:'):
                return int(line.split()[1])
        return 200


def record(kind, body):
    return struct.pack('>BBHHBB', 1, kind, 1, len(body), 0, 0) + body


def pair(name, value):
    data = b''
    for text in (name, value):
        n = len(text)
        data += bytes([n]) if n < 128 else struct.pack('>I', n | 0x80000000)
    return data + name + value


def request(path, script, query, timeout=300.0):
    """Starts a request; finish() gives its Response."""
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    sock.settimeout(timeout)
    sock.connect(path)
    params = {'SCRIPT_FILENAME': script, 'SCRIPT_NAME': '/app.php', 'REQUEST_METHOD': 'GET', 'QUERY_STRING': query,
              'REQUEST_URI': '/app.php?' + query, 'SERVER_PROTOCOL': 'HTTP/1.1', 'GATEWAY_INTERFACE': 'CGI/1.1'}
    body = b''.join(pair(k.encode(), v.encode()) for k, v in params.items())
    sock.sendall(record(BEGIN, struct.pack('>HB5x', RESPONDER, 0)) + record(PARAMS, body) + record(PARAMS, b'') +
                 record(STDIN, b''))
    return sock


def read_exactly(sock, n):
    data = b''
    while len(data) < n:
        part = sock.recv(n - len(data))
        if not part:
            raise ConnectionError('closed')
        data += part
    return data


def finish(sock):
    response = Response()
    try:
        while not response.complete:
            _, kind, _, length, padding, _ = struct.unpack('>BBHHBB', read_exactly(sock, 8))
            body = read_exactly(sock, length + padding)[:length]
            if kind == STDOUT:
                response.out += body
            elif kind == STDERR:
                response.err += body
            elif kind == END:
                response.complete = True
    except (OSError, ConnectionError) as error:
        response.broken = str(error) or type(error).__name__
    sock.close()
    return response
