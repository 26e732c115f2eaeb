"""Scenario of 092_large_packets.phpt: answers of the largest size and of four bytes more, in CRC-32 for speed."""

SCENARIO = {'crc32c': False}


def on_request(session, request):
    function = request['function']
    if function[:4].hex() != '110000fa':
        return [{'result': 'da9b50a8{args}'}]
    # A packet is 16 + 8 (query id) + 4 (String) + 4 (long length) + text.
    size = 0xFFFFFC - 32
    if b'too large' in function[:20]:
        size += 4
    return [{'result': '246e28b5fe' + size.to_bytes(3, 'little').hex() + '61' * size}]
