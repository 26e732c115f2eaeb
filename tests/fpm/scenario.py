"""What the peer answers to tests/fpm/app.php; the magics are those of phpt/_inc/fault.tl."""

SCENARIO = {}
NEVER = 1000000  # questions from here on get no answer, from twice that on after so many milliseconds


def tl_string(data):
    head = bytes([len(data)]) if len(data) < 254 else b'\xfe' + len(data).to_bytes(3, 'little')
    return head + data + bytes(-(len(head) + len(data)) % 4)


def on_request(session, request):
    function = request['function']
    magic, argument = function[:4][::-1].hex(), function[4:]
    number = int.from_bytes(argument[:4], 'little')
    if magic == 'fa000010':
        answer = {'result': 'da9b50a8{args}'}
        if number >= 2 * NEVER:
            return [{'delay': (number - 2 * NEVER) / 1000}, answer]
        return [] if number == NEVER else [answer]
    if magic == 'fa000011':
        return [{'result': '246e28b5{args}', 'slow': 0.05}]
    if magic == 'fa000012':
        return [{'result': '15c4b51c' + (number.to_bytes(4, 'little') + bytes(4 * number)).hex()}]
    if magic == 'fa000014':  # lists of 100 strings of 60 bytes
        inner = (100).to_bytes(4, 'little') + 100 * tl_string(60 * b's')
        return [{'result': '15c4b51c' + (number.to_bytes(4, 'little') + number * inner).hex()}]
    if magic == 'fa000013':
        return [{'result': '010000fa' + (number.to_bytes(4, 'little') + tl_string(b'name')).hex()}]
    if magic == '0a0b0c0d':
        return [{'result': '39d3ed3f'}]
    return None
