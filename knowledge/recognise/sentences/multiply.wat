;; The sums of multiply.ts in SIMD. Whole numbers are added up exactly, and broken ones in a fixed order, so that the
;; result is the same everywhere. scripts/build/wasm.mjs turns this into multiply.wasm.
(module
  (memory (export "memory") 1)

  ;; Rows of broken numbers as whole ones up to 16,383, and by which step they count.
  (func (export "quantise")
    (param $from i32)  ;; [row][run], 32-bit
    (param $rows i32)
    (param $run i32)   ;; a multiple of 8
    (param $to i32)    ;; [row][run], 16-bit
    (param $steps i32) ;; [row], 32-bit
    (local $n i32) (local $at i32) (local $largest v128) (local $most f32) (local $factor v128)
    (loop $eachRow
      (local.set $largest (v128.const f32x4 0 0 0 0))
      (local.set $at (local.get $from))
      (local.set $n (local.get $run))
      (loop $eachEight
        (local.set $largest
          (f32x4.max
            (f32x4.max (local.get $largest) (f32x4.abs (v128.load (local.get $at))))
            (f32x4.abs (v128.load offset=16 (local.get $at)))))
        (local.set $at (i32.add (local.get $at) (i32.const 32)))
        (br_if $eachEight (local.tee $n (i32.sub (local.get $n) (i32.const 8)))))
      (local.set $most
        (f32.max
          (f32.max (f32x4.extract_lane 0 (local.get $largest)) (f32x4.extract_lane 1 (local.get $largest)))
          (f32.max (f32x4.extract_lane 2 (local.get $largest)) (f32x4.extract_lane 3 (local.get $largest)))))
      (f32.store (local.get $steps) (f32.div (local.get $most) (f32.const 16383)))
      (local.set $factor
        (f32x4.splat
          (select
            (f32.const 0)
            (f32.div (f32.const 16383) (local.get $most))
            (f32.eq (local.get $most) (f32.const 0)))))
      (local.set $n (local.get $run))
      (loop $eachEight
        (v128.store (local.get $to)
          (i16x8.narrow_i32x4_s
            (i32x4.trunc_sat_f32x4_s (f32x4.nearest
              (f32x4.mul (v128.load (local.get $from)) (local.get $factor))))
            (i32x4.trunc_sat_f32x4_s (f32x4.nearest
              (f32x4.mul (v128.load offset=16 (local.get $from)) (local.get $factor))))))
        (local.set $from (i32.add (local.get $from) (i32.const 32)))
        (local.set $to (i32.add (local.get $to) (i32.const 16)))
        (br_if $eachEight (local.tee $n (i32.sub (local.get $n) (i32.const 8)))))
      (local.set $steps (i32.add (local.get $steps) (i32.const 4)))
      (br_if $eachRow (local.tee $rows (i32.sub (local.get $rows) (i32.const 1))))))

  ;; And back: to[row][output] = result[row][output] · steps[row] · scales[output] + bias[output].
  (func (export "restore")
    (param $result i32)
    (param $rows i32)
    (param $outputs i32) ;; a multiple of 4
    (param $steps i32) (param $scales i32) (param $bias i32) (param $to i32)
    (local $at i32) (local $bytes i32) (local $step v128)
    (local.set $bytes (i32.shl (local.get $outputs) (i32.const 2)))
    (loop $eachRow
      (local.set $step (v128.load32_splat (local.get $steps)))
      (local.set $at (i32.const 0))
      (loop $eachFour
        (v128.store (i32.add (local.get $to) (local.get $at))
          (f32x4.add
            (f32x4.mul
              (f32x4.convert_i32x4_s (v128.load (i32.add (local.get $result) (local.get $at))))
              (f32x4.mul (local.get $step) (v128.load (i32.add (local.get $scales) (local.get $at)))))
            (v128.load (i32.add (local.get $bias) (local.get $at)))))
        (br_if $eachFour
          (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $bytes))))
      (local.set $result (i32.add (local.get $result) (local.get $bytes)))
      (local.set $to (i32.add (local.get $to) (local.get $bytes)))
      (local.set $steps (i32.add (local.get $steps) (i32.const 4)))
      (br_if $eachRow (local.tee $rows (i32.sub (local.get $rows) (i32.const 1))))))

  ;; sums += Σ times[n] · table[rows[n]], of a table of bytes
  (func (export "addRows")
    (param $table i32)
    (param $rows i32)  ;; 32-bit whole numbers
    (param $times i32)
    (param $count i32) ;; not 0
    (param $sums i32)
    (param $width i32) ;; a multiple of 16
    (local $p i32) (local $end i32) (local $to i32) (local $time v128) (local $low v128) (local $high v128)
    (loop $eachRow
      (local.set $p (i32.add (local.get $table) (i32.mul (i32.load (local.get $rows)) (local.get $width))))
      (local.set $end (i32.add (local.get $p) (local.get $width)))
      (local.set $to (local.get $sums))
      (local.set $time (v128.load32_splat (local.get $times)))
      (loop $eachSixteen
        (local.set $low (i16x8.extend_low_i8x16_s (v128.load (local.get $p))))
        (local.set $high (i16x8.extend_high_i8x16_s (v128.load (local.get $p))))
        (v128.store (local.get $to)
          (f32x4.add (v128.load (local.get $to)) (f32x4.mul (local.get $time)
            (f32x4.convert_i32x4_s (i32x4.extend_low_i16x8_s (local.get $low))))))
        (v128.store offset=16 (local.get $to)
          (f32x4.add (v128.load offset=16 (local.get $to)) (f32x4.mul (local.get $time)
            (f32x4.convert_i32x4_s (i32x4.extend_high_i16x8_s (local.get $low))))))
        (v128.store offset=32 (local.get $to)
          (f32x4.add (v128.load offset=32 (local.get $to)) (f32x4.mul (local.get $time)
            (f32x4.convert_i32x4_s (i32x4.extend_low_i16x8_s (local.get $high))))))
        (v128.store offset=48 (local.get $to)
          (f32x4.add (v128.load offset=48 (local.get $to)) (f32x4.mul (local.get $time)
            (f32x4.convert_i32x4_s (i32x4.extend_high_i16x8_s (local.get $high))))))
        (local.set $to (i32.add (local.get $to) (i32.const 64)))
        (br_if $eachSixteen
          (i32.lt_u (local.tee $p (i32.add (local.get $p) (i32.const 16))) (local.get $end))))
      (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
      (local.set $times (i32.add (local.get $times) (i32.const 4)))
      (br_if $eachRow (local.tee $count (i32.sub (local.get $count) (i32.const 1))))))

  ;; to[n] = one · others[n]
  (func (export "products")
    (param $one i32) (param $others i32)
    (param $stride i32) ;; bytes from one of the others to the next
    (param $count i32)  ;; not 0
    (param $bytes i32)  ;; of each, a multiple of 16
    (param $to i32)
    (local $at i32) (local $sum v128)
    (loop $eachOther
      (local.set $sum (v128.const f32x4 0 0 0 0))
      (local.set $at (i32.const 0))
      (loop $eachFour
        (local.set $sum
          (f32x4.add (local.get $sum)
            (f32x4.mul
              (v128.load (i32.add (local.get $one) (local.get $at)))
              (v128.load (i32.add (local.get $others) (local.get $at))))))
        (br_if $eachFour
          (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $bytes))))
      (f32.store (local.get $to)
        (f32.add
          (f32.add (f32x4.extract_lane 0 (local.get $sum)) (f32x4.extract_lane 1 (local.get $sum)))
          (f32.add (f32x4.extract_lane 2 (local.get $sum)) (f32x4.extract_lane 3 (local.get $sum)))))
      (local.set $others (i32.add (local.get $others) (local.get $stride)))
      (local.set $to (i32.add (local.get $to) (i32.const 4)))
      (br_if $eachOther (local.tee $count (i32.sub (local.get $count) (i32.const 1))))))

  ;; to = Σ shares[n] · others[n]
  (func (export "mix")
    (param $others i32)
    (param $stride i32) ;; bytes from one of the others to the next
    (param $count i32)  ;; not 0
    (param $bytes i32)  ;; of each, a multiple of 16
    (param $shares i32)
    (param $to i32)
    (local $at i32) (local $n i32) (local $other i32) (local $share i32) (local $sum v128)
    (loop $eachFour
      (local.set $sum (v128.const f32x4 0 0 0 0))
      (local.set $other (i32.add (local.get $others) (local.get $at)))
      (local.set $share (local.get $shares))
      (local.set $n (local.get $count))
      (loop $eachOther
        (local.set $sum
          (f32x4.add (local.get $sum)
            (f32x4.mul (v128.load32_splat (local.get $share)) (v128.load (local.get $other)))))
        (local.set $other (i32.add (local.get $other) (local.get $stride)))
        (local.set $share (i32.add (local.get $share) (i32.const 4)))
        (br_if $eachOther (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
      (v128.store (i32.add (local.get $to) (local.get $at)) (local.get $sum))
      (br_if $eachFour
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $bytes)))))

  ;; A matrix of 16-bit numbers times another, two rows by four columns at a time.
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
