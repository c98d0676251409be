;; One row of a convolution, four pixels by eight outputs at a time, in SIMD. A pixel's channels lie side by side,
;; so the kernel's columns times its inputs are one run of floats, and nothing but multiplying and adding is left.
;; scripts/build/wasm.mjs turns this into convolve.wasm.
(module
  (memory (export "memory") 96)
  (func (export "convolveRow")
    (param $input i32)      ;; first float under the kernel's top left corner
    (param $inputRow i32)   ;; bytes from one row of the input to the next
    (param $inputPixel i32) ;; bytes from one pixel of the input to the next
    (param $weights i32)    ;; [output / 8][kernel row][kernel column and input][8]
    (param $bias i32)       ;; [output]
    (param $output i32)     ;; [pixel][output]
    (param $pixels i32)     ;; a multiple of 4
    (param $outputs i32)    ;; a multiple of 8
    (param $rows i32)       ;; of the kernel
    (param $run i32)        ;; kernel columns times inputs
    (param $least f32)      ;; smaller results become this: 0, or minus infinity to let all pass
    (local $x i32) (local $group i32) (local $y i32) (local $i i32)
    (local $w i32) (local $from i32) (local $p0 i32) (local $p1 i32) (local $p2 i32) (local $p3 i32)
    (local $to i32) (local $outputPixel i32) (local $floor v128)
    (local $wa v128) (local $wb v128) (local $v v128)
    (local $a0 v128) (local $b0 v128) (local $a1 v128) (local $b1 v128)
    (local $a2 v128) (local $b2 v128) (local $a3 v128) (local $b3 v128)
    (local.set $outputPixel (i32.shl (local.get $outputs) (i32.const 2)))
    (local.set $floor (f32x4.splat (local.get $least)))
    (loop $eachFourPixels
      (local.set $w (local.get $weights))
      (local.set $group (i32.const 0))
      (loop $eachEightOutputs
        (local.set $a0 (v128.load (i32.add (local.get $bias) (i32.shl (local.get $group) (i32.const 2)))))
        (local.set $b0 (v128.load offset=16 (i32.add (local.get $bias) (i32.shl (local.get $group) (i32.const 2)))))
        (local.set $a1 (local.get $a0)) (local.set $a2 (local.get $a0)) (local.set $a3 (local.get $a0))
        (local.set $b1 (local.get $b0)) (local.set $b2 (local.get $b0)) (local.set $b3 (local.get $b0))
        (local.set $from (i32.add (local.get $input) (i32.mul (local.get $x) (local.get $inputPixel))))
        (local.set $y (local.get $rows))
        (loop $eachKernelRow
          (local.set $p0 (local.get $from))
          (local.set $p1 (i32.add (local.get $p0) (local.get $inputPixel)))
          (local.set $p2 (i32.add (local.get $p1) (local.get $inputPixel)))
          (local.set $p3 (i32.add (local.get $p2) (local.get $inputPixel)))
          (local.set $i (local.get $run))
          (loop $eachInput
            (local.set $wa (v128.load (local.get $w)))
            (local.set $wb (v128.load offset=16 (local.get $w)))
            (local.set $v (v128.load32_splat (local.get $p0)))
            (local.set $a0 (f32x4.add (local.get $a0) (f32x4.mul (local.get $v) (local.get $wa))))
            (local.set $b0 (f32x4.add (local.get $b0) (f32x4.mul (local.get $v) (local.get $wb))))
            (local.set $v (v128.load32_splat (local.get $p1)))
            (local.set $a1 (f32x4.add (local.get $a1) (f32x4.mul (local.get $v) (local.get $wa))))
            (local.set $b1 (f32x4.add (local.get $b1) (f32x4.mul (local.get $v) (local.get $wb))))
            (local.set $v (v128.load32_splat (local.get $p2)))
            (local.set $a2 (f32x4.add (local.get $a2) (f32x4.mul (local.get $v) (local.get $wa))))
            (local.set $b2 (f32x4.add (local.get $b2) (f32x4.mul (local.get $v) (local.get $wb))))
            (local.set $v (v128.load32_splat (local.get $p3)))
            (local.set $a3 (f32x4.add (local.get $a3) (f32x4.mul (local.get $v) (local.get $wa))))
            (local.set $b3 (f32x4.add (local.get $b3) (f32x4.mul (local.get $v) (local.get $wb))))
            (local.set $w (i32.add (local.get $w) (i32.const 32)))
            (local.set $p0 (i32.add (local.get $p0) (i32.const 4)))
            (local.set $p1 (i32.add (local.get $p1) (i32.const 4)))
            (local.set $p2 (i32.add (local.get $p2) (i32.const 4)))
            (local.set $p3 (i32.add (local.get $p3) (i32.const 4)))
            (br_if $eachInput (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
          (local.set $from (i32.add (local.get $from) (local.get $inputRow)))
          (br_if $eachKernelRow (local.tee $y (i32.sub (local.get $y) (i32.const 1)))))
        (local.set $to (i32.add (local.get $output)
          (i32.add (i32.mul (local.get $x) (local.get $outputPixel)) (i32.shl (local.get $group) (i32.const 2)))))
        (v128.store (local.get $to) (f32x4.max (local.get $a0) (local.get $floor)))
        (v128.store offset=16 (local.get $to) (f32x4.max (local.get $b0) (local.get $floor)))
        (local.set $to (i32.add (local.get $to) (local.get $outputPixel)))
        (v128.store (local.get $to) (f32x4.max (local.get $a1) (local.get $floor)))
        (v128.store offset=16 (local.get $to) (f32x4.max (local.get $b1) (local.get $floor)))
        (local.set $to (i32.add (local.get $to) (local.get $outputPixel)))
        (v128.store (local.get $to) (f32x4.max (local.get $a2) (local.get $floor)))
        (v128.store offset=16 (local.get $to) (f32x4.max (local.get $b2) (local.get $floor)))
        (local.set $to (i32.add (local.get $to) (local.get $outputPixel)))
        (v128.store (local.get $to) (f32x4.max (local.get $a3) (local.get $floor)))
        (v128.store offset=16 (local.get $to) (f32x4.max (local.get $b3) (local.get $floor)))
        (br_if $eachEightOutputs
          (i32.lt_u (local.tee $group (i32.add (local.get $group) (i32.const 8))) (local.get $outputs))))
      (br_if $eachFourPixels
        (i32.lt_u (local.tee $x (i32.add (local.get $x) (i32.const 4))) (local.get $pixels))))))
