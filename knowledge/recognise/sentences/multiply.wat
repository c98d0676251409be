;; A matrix of 16-bit numbers times another, two rows by four columns at a time, in SIMD. Whole numbers are added up
;; exactly, so that the result is the same everywhere. scripts/build/wasm.mjs turns this into multiply.wasm.
(module
  (memory (export "memory") 1)
  (func (export "multiply")
    (param $input i32)   ;; [row][run], 16-bit
    (param $rows i32)    ;; a multiple of 2
    (param $weights i32) ;; [output][run], 16-bit
    (param $outputs i32) ;; a multiple of 4
    (param $run i32)     ;; a multiple of 8
    (param $result i32)  ;; [row][output], 32-bit
    (local $rowBytes i32) (local $resultRow i32) (local $n i32) (local $row i32) (local $output i32)
    (local $p0 i32) (local $p1 i32) (local $w0 i32) (local $w1 i32) (local $w2 i32) (local $w3 i32) (local $to i32)
    (local $v0 v128) (local $v1 v128) (local $w v128)
    (local $a0 v128) (local $a1 v128) (local $a2 v128) (local $a3 v128)
    (local $b0 v128) (local $b1 v128) (local $b2 v128) (local $b3 v128)
    (local.set $rowBytes (i32.shl (local.get $run) (i32.const 1)))
    (local.set $resultRow (i32.shl (local.get $outputs) (i32.const 2)))
    (loop $eachFourOutputs
      (local.set $row (i32.const 0))
      (loop $eachTwoRows
        (local.set $p0 (i32.add (local.get $input) (i32.mul (local.get $row) (local.get $rowBytes))))
        (local.set $p1 (i32.add (local.get $p0) (local.get $rowBytes)))
        (local.set $w0 (i32.add (local.get $weights) (i32.mul (local.get $output) (local.get $rowBytes))))
        (local.set $w1 (i32.add (local.get $w0) (local.get $rowBytes)))
        (local.set $w2 (i32.add (local.get $w1) (local.get $rowBytes)))
        (local.set $w3 (i32.add (local.get $w2) (local.get $rowBytes)))
        (local.set $a0 (v128.const i32x4 0 0 0 0)) (local.set $a1 (local.get $a0))
        (local.set $a2 (local.get $a0)) (local.set $a3 (local.get $a0))
        (local.set $b0 (local.get $a0)) (local.set $b1 (local.get $a0))
        (local.set $b2 (local.get $a0)) (local.set $b3 (local.get $a0))
        (local.set $n (local.get $run))
        (loop $eachEight
          (local.set $v0 (v128.load (local.get $p0)))
          (local.set $v1 (v128.load (local.get $p1)))
          (local.set $w (v128.load (local.get $w0)))
          (local.set $a0 (i32x4.add (local.get $a0) (i32x4.dot_i16x8_s (local.get $v0) (local.get $w))))
          (local.set $b0 (i32x4.add (local.get $b0) (i32x4.dot_i16x8_s (local.get $v1) (local.get $w))))
          (local.set $w (v128.load (local.get $w1)))
          (local.set $a1 (i32x4.add (local.get $a1) (i32x4.dot_i16x8_s (local.get $v0) (local.get $w))))
          (local.set $b1 (i32x4.add (local.get $b1) (i32x4.dot_i16x8_s (local.get $v1) (local.get $w))))
          (local.set $w (v128.load (local.get $w2)))
          (local.set $a2 (i32x4.add (local.get $a2) (i32x4.dot_i16x8_s (local.get $v0) (local.get $w))))
          (local.set $b2 (i32x4.add (local.get $b2) (i32x4.dot_i16x8_s (local.get $v1) (local.get $w))))
          (local.set $w (v128.load (local.get $w3)))
          (local.set $a3 (i32x4.add (local.get $a3) (i32x4.dot_i16x8_s (local.get $v0) (local.get $w))))
          (local.set $b3 (i32x4.add (local.get $b3) (i32x4.dot_i16x8_s (local.get $v1) (local.get $w))))
          (local.set $p0 (i32.add (local.get $p0) (i32.const 16)))
          (local.set $p1 (i32.add (local.get $p1) (i32.const 16)))
          (local.set $w0 (i32.add (local.get $w0) (i32.const 16)))
          (local.set $w1 (i32.add (local.get $w1) (i32.const 16)))
          (local.set $w2 (i32.add (local.get $w2) (i32.const 16)))
          (local.set $w3 (i32.add (local.get $w3) (i32.const 16)))
          (br_if $eachEight (local.tee $n (i32.sub (local.get $n) (i32.const 8)))))
        (local.set $to (i32.add (local.get $result) (i32.add
          (i32.mul (local.get $row) (local.get $resultRow)) (i32.shl (local.get $output) (i32.const 2)))))
        (v128.store (local.get $to)
          (call $sums (local.get $a0) (local.get $a1) (local.get $a2) (local.get $a3)))
        (v128.store (i32.add (local.get $to) (local.get $resultRow))
          (call $sums (local.get $b0) (local.get $b1) (local.get $b2) (local.get $b3)))
        (br_if $eachTwoRows
          (i32.lt_u (local.tee $row (i32.add (local.get $row) (i32.const 2))) (local.get $rows))))
      (br_if $eachFourOutputs
        (i32.lt_u (local.tee $output (i32.add (local.get $output) (i32.const 4))) (local.get $outputs)))))
  ;; The sum of each of four vectors, side by side.
  (func $sums (param $a v128) (param $b v128) (param $c v128) (param $d v128) (result v128)
    (local $ab v128) (local $cd v128)
    (local.set $ab (i32x4.add
      (i8x16.shuffle 0 1 2 3 16 17 18 19 8 9 10 11 24 25 26 27 (local.get $a) (local.get $b))
      (i8x16.shuffle 4 5 6 7 20 21 22 23 12 13 14 15 28 29 30 31 (local.get $a) (local.get $b))))
    (local.set $cd (i32x4.add
      (i8x16.shuffle 0 1 2 3 16 17 18 19 8 9 10 11 24 25 26 27 (local.get $c) (local.get $d))
      (i8x16.shuffle 4 5 6 7 20 21 22 23 12 13 14 15 28 29 30 31 (local.get $c) (local.get $d))))
    (i32x4.add
      (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $ab) (local.get $cd))
      (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $ab) (local.get $cd)))))
