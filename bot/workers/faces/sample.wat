;; Pictures drawn from between the pixels of others, the three colours of a pixel at once in SIMD.
;; scripts/build/wasm.mjs turns this into sample.wasm.
(module
  (memory (export "memory") 32)
  ;; The source lies at $from: $width by $height pixels of three bytes with a black border of one pixel around them.
  ;; Each pixel (u, v) of the target, three numbers from $to on, comes from where the similarity a, b, tx, ty puts it
  ;; among the pixels within the border; beyond them is black. Three bytes are loaded as four and become four numbers,
  ;; of which the last means nothing; so one number behind the target is written too.
  (func (export "sample")
    (param $from i32) (param $width i32) (param $height i32)
    (param $to i32) (param $columns i32) (param $rows i32)
    (param $a f64) (param $b f64) (param $tx f64) (param $ty f64)
    (local $row i32) (local $u i32) (local $v i32) (local $left i32) (local $top i32) (local $at i32)
    (local $x f64) (local $y f64) (local $endX f64) (local $endY f64)
    (local $across v128) (local $upper v128) (local $lower v128)
    (local.set $row (i32.mul (i32.add (local.get $width) (i32.const 2)) (i32.const 3)))
    (local.set $endX (f64.convert_i32_s (i32.add (local.get $width) (i32.const 1))))
    (local.set $endY (f64.convert_i32_s (i32.add (local.get $height) (i32.const 1))))
    (block $done
      (loop $eachRow
        (br_if $done (i32.ge_s (local.get $v) (local.get $rows)))
        (local.set $u (i32.const 0))
        (block $endOfRow
          (loop $eachPixel
            (br_if $endOfRow (i32.ge_s (local.get $u) (local.get $columns)))
            (local.set $x
              (f64.add
                (f64.add
                  (f64.sub
                    (f64.mul (local.get $a) (f64.convert_i32_s (local.get $u)))
                    (f64.mul (local.get $b) (f64.convert_i32_s (local.get $v))))
                  (local.get $tx))
                (f64.const 1)))
            (local.set $y
              (f64.add
                (f64.add
                  (f64.add
                    (f64.mul (local.get $b) (f64.convert_i32_s (local.get $u)))
                    (f64.mul (local.get $a) (f64.convert_i32_s (local.get $v))))
                  (local.get $ty))
                (f64.const 1)))
            (if
              (i32.and
                (i32.and
                  (f64.ge (local.get $x) (f64.const 0))
                  (f64.ge (local.get $y) (f64.const 0)))
                (i32.and
                  (f64.lt (local.get $x) (local.get $endX))
                  (f64.lt (local.get $y) (local.get $endY))))
              (then
                (local.set $left (i32.trunc_f64_s (local.get $x)))
                (local.set $top (i32.trunc_f64_s (local.get $y)))
                (local.set $at
                  (i32.add
                    (local.get $from)
                    (i32.add
                      (i32.mul (local.get $top) (local.get $row))
                      (i32.mul (local.get $left) (i32.const 3)))))
                (local.set $across
                  (f32x4.splat
                    (f32.demote_f64
                      (f64.sub (local.get $x) (f64.convert_i32_s (local.get $left))))))
                (local.set $upper (f32x4.convert_i32x4_u (i32x4.extend_low_i16x8_u (i16x8.extend_low_i8x16_u (v128.load32_zero (local.get $at))))))
                (local.set $upper
                  (f32x4.add
                    (local.get $upper)
                    (f32x4.mul
                      (f32x4.sub
                        (f32x4.convert_i32x4_u (i32x4.extend_low_i16x8_u (i16x8.extend_low_i8x16_u (v128.load32_zero offset=3 (local.get $at)))))
                        (local.get $upper))
                      (local.get $across))))
                (local.set $at (i32.add (local.get $at) (local.get $row)))
                (local.set $lower (f32x4.convert_i32x4_u (i32x4.extend_low_i16x8_u (i16x8.extend_low_i8x16_u (v128.load32_zero (local.get $at))))))
                (local.set $lower
                  (f32x4.add
                    (local.get $lower)
                    (f32x4.mul
                      (f32x4.sub
                        (f32x4.convert_i32x4_u (i32x4.extend_low_i16x8_u (i16x8.extend_low_i8x16_u (v128.load32_zero offset=3 (local.get $at)))))
                        (local.get $lower))
                      (local.get $across))))
                (v128.store
                  (local.get $to)
                  (f32x4.add
                    (local.get $upper)
                    (f32x4.mul
                      (f32x4.sub (local.get $lower) (local.get $upper))
                      (f32x4.splat
                        (f32.demote_f64
                          (f64.sub (local.get $y) (f64.convert_i32_s (local.get $top)))))))))
              ;; The pixel before has left its fourth number here.
              (else (v128.store (local.get $to) (v128.const i32x4 0 0 0 0))))
            (local.set $to (i32.add (local.get $to) (i32.const 12)))
            (local.set $u (i32.add (local.get $u) (i32.const 1)))
            (br $eachPixel)))
        (local.set $v (i32.add (local.get $v) (i32.const 1)))
        (br $eachRow)))))
