;; The step that windows of largest or smallest levels are made of, sixteen pixels at a time in SIMD.
;; scripts/build/wasm.mjs turns this into widen.wasm.
(module
  (memory (export "memory") 16)
  ;; Each of the bytes from $at on becomes the larger of itself and the one $shift bytes behind. $length is rounded
  ;; up to 16, and as many bytes behind it are read.
  (func (export "larger") (param $at i32) (param $length i32) (param $shift i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $at) (local.get $length)))
    (block $done
      (loop $sixteen
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (v128.store (local.get $at)
          (i8x16.max_u
            (v128.load (local.get $at))
            (v128.load (i32.add (local.get $at) (local.get $shift)))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $sixteen))))
  ;; The same with the smaller of the two.
  (func (export "smaller") (param $at i32) (param $length i32) (param $shift i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $at) (local.get $length)))
    (block $done
      (loop $sixteen
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (v128.store (local.get $at)
          (i8x16.min_u
            (v128.load (local.get $at))
            (v128.load (i32.add (local.get $at) (local.get $shift)))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $sixteen)))))
