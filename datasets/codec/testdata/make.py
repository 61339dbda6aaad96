"""Writes the picture of the WebP fixtures, 40x30, as PPM to standard output."""
import sys

width, height = 40, 30
bars = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (0, 0, 0), (255, 255, 255)]
pixels = bytearray()
for y in range(height):
    for x in range(width):
        pixels += bytes(min(v, 255 - 4 * y) if v else 2 * y for v in bars[x // 8])
sys.stdout.buffer.write(b"P6\n%d %d\n255\n" % (width, height) + pixels)
