package jpeg

import "encoding/binary"

// natural is where the k-th coefficient in zigzag order stands in a block. Source: T.81, figure A.6.
var natural = [64]uint8{
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
	12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
	58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
}

// defineQuantization reads a DQT segment. Source: T.81, section B.2.4.1.
func (d *decoder) defineQuantization(body []byte) error {
	for len(body) > 0 {
		deep, slot := int(body[0]>>4), body[0]&15
		size := 64 * (1 + deep)
		if deep > 1 || slot > 3 || len(body) < 1+size {
			return invalid("a damaged quantization table")
		}
		q := new([64]uint16)
		for k, at := range natural {
			if deep == 1 {
				q[at] = binary.BigEndian.Uint16(body[1+2*k:])
			} else {
				q[at] = uint16(body[1+k])
			}
		}
		d.quant[slot] = q
		body = body[1+size:]
	}
	return nil
}

// defineHuffman reads a DHT segment. Source: T.81, section B.2.4.2.
func (d *decoder) defineHuffman(body []byte) error {
	const head = 17
	for len(body) > 0 {
		if len(body) < head {
			return invalid("a damaged Huffman table")
		}
		class, slot, total := body[0]>>4, body[0]&15, 0
		for _, n := range body[1:head] {
			total += int(n)
		}
		if class > 1 || slot > 3 || total > 256 || len(body) < head+total {
			return invalid("a damaged Huffman table")
		}
		t, err := newHuffmanTable([16]uint8(body[1:head]), body[head:head+total])
		if err != nil {
			return err
		}
		d.huffman[class][slot] = t
		body = body[head+total:]
	}
	return nil
}

// huffmanOf returns a table that a scan names. A sequential file may leave out the tables of the standard's annex K, as frames of Motion JPEG do.
func (d *decoder) huffmanOf(class, slot uint8) (*huffmanTable, error) {
	if slot > 3 {
		return nil, invalid("Huffman table %d", slot)
	}
	if d.huffman[class][slot] == nil && slot < 2 && !d.frame.progressive {
		own := d.huffman
		if err := d.defineHuffman([]byte(standardTables)); err != nil {
			return nil, err
		}
		for c := range own {
			for s, t := range own[c] {
				if t != nil {
					d.huffman[c][s] = t
				}
			}
		}
	}
	if d.huffman[class][slot] == nil {
		return nil, invalid("Huffman table %d is missing", slot)
	}
	return d.huffman[class][slot], nil
}

// standardTables is a DHT segment of the tables of T.81, section K.3.
const standardTables = "" +
	"\x00\x00\x01\x05\x01\x01\x01\x01\x01\x01\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b" +
	"\x10\x00\x02\x01\x03\x03\x02\x04\x03\x05\x05\x04\x04\x00\x00\x01\x7d" +
	"\x01\x02\x03\x00\x04\x11\x05\x12\x21\x31\x41\x06\x13\x51\x61\x07\x22\x71\x14\x32\x81\x91\xa1\x08\x23\x42\xb1\xc1\x15\x52\xd1\xf0" +
	"\x24\x33\x62\x72\x82\x09\x0a\x16\x17\x18\x19\x1a\x25\x26\x27\x28\x29\x2a\x34\x35\x36\x37\x38\x39\x3a\x43\x44\x45\x46\x47\x48\x49" +
	"\x4a\x53\x54\x55\x56\x57\x58\x59\x5a\x63\x64\x65\x66\x67\x68\x69\x6a\x73\x74\x75\x76\x77\x78\x79\x7a\x83\x84\x85\x86\x87\x88\x89" +
	"\x8a\x92\x93\x94\x95\x96\x97\x98\x99\x9a\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xb2\xb3\xb4\xb5\xb6\xb7\xb8\xb9\xba\xc2\xc3\xc4\xc5" +
	"\xc6\xc7\xc8\xc9\xca\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xd9\xda\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8" +
	"\xf9\xfa" +
	"\x01\x00\x03\x01\x01\x01\x01\x01\x01\x01\x01\x01\x00\x00\x00\x00\x00" +
	"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b" +
	"\x11\x00\x02\x01\x02\x04\x04\x03\x04\x07\x05\x04\x04\x00\x01\x02\x77" +
	"\x00\x01\x02\x03\x11\x04\x05\x21\x31\x06\x12\x41\x51\x07\x61\x71\x13\x22\x32\x81\x08\x14\x42\x91\xa1\xb1\xc1\x09\x23\x33\x52\xf0" +
	"\x15\x62\x72\xd1\x0a\x16\x24\x34\xe1\x25\xf1\x17\x18\x19\x1a\x26\x27\x28\x29\x2a\x35\x36\x37\x38\x39\x3a\x43\x44\x45\x46\x47\x48" +
	"\x49\x4a\x53\x54\x55\x56\x57\x58\x59\x5a\x63\x64\x65\x66\x67\x68\x69\x6a\x73\x74\x75\x76\x77\x78\x79\x7a\x82\x83\x84\x85\x86\x87" +
	"\x88\x89\x8a\x92\x93\x94\x95\x96\x97\x98\x99\x9a\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xb2\xb3\xb4\xb5\xb6\xb7\xb8\xb9\xba\xc2\xc3" +
	"\xc4\xc5\xc6\xc7\xc8\xc9\xca\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xd9\xda\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xf2\xf3\xf4\xf5\xf6\xf7\xf8" +
	"\xf9\xfa"
