// Package onnx writes models in the ONNX format: a protocol buffer with a graph of operators and its constants, float32 and int64.
//
// It holds the few message types that a graph without control flow needs, in the field numbers of onnx.proto, and encodes them in a
// fixed order, so that equal models are equal bytes. It knows no operator: what a node means is its writer's business.
// Source: onnx/onnx.proto of github.com/onnx/onnx, IR version 7. The package does not read.
package onnx
