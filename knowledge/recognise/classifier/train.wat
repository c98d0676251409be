;; The sums of a training of train-network.ts, four numbers of 32 bits at a time, in SIMD. Each operation is rounded as
;; IEEE 754 says and their order is fixed, so that a training comes to the same everywhere. Rows are as wide as a
;; multiple of four numbers. scripts/build/wasm.mjs turns this into train.wasm.
(module
  (memory (export "memory") 1)

  ;; sums += Σ times[n] · table[rows[n]]
  (func (export "addRows")
    (param $table i32)
    (param $rows i32)  ;; 32-bit whole numbers
    (param $times i32)
    (param $count i32) ;; a multiple of 4, not 0
    (param $sums i32)
    (param $bytes i32) ;; of a row
    (local $end i32) (local $at i32) (local $p0 i32) (local $p1 i32) (local $p2 i32) (local $p3 i32)
    (local $t0 v128) (local $t1 v128) (local $t2 v128) (local $t3 v128)
    (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
    (loop $eachFourRows
      (local.set $p0 (call $rowAt (local.get $table) (i32.load (local.get $rows)) (local.get $bytes)))
      (local.set $p1 (call $rowAt (local.get $table) (i32.load offset=4 (local.get $rows)) (local.get $bytes)))
      (local.set $p2 (call $rowAt (local.get $table) (i32.load offset=8 (local.get $rows)) (local.get $bytes)))
      (local.set $p3 (call $rowAt (local.get $table) (i32.load offset=12 (local.get $rows)) (local.get $bytes)))
      (local.set $t0 (v128.load32_splat (local.get $times)))
      (local.set $t1 (v128.load32_splat offset=4 (local.get $times)))
      (local.set $t2 (v128.load32_splat offset=8 (local.get $times)))
      (local.set $t3 (v128.load32_splat offset=12 (local.get $times)))
      (local.set $at (i32.const 0))
      (loop $eachFour
        (v128.store (i32.add (local.get $sums) (local.get $at))
          (f32x4.add (v128.load (i32.add (local.get $sums) (local.get $at)))
            (f32x4.add
              (f32x4.add
                (f32x4.mul (local.get $t0) (v128.load (i32.add (local.get $p0) (local.get $at))))
                (f32x4.mul (local.get $t1) (v128.load (i32.add (local.get $p1) (local.get $at)))))
              (f32x4.add
                (f32x4.mul (local.get $t2) (v128.load (i32.add (local.get $p2) (local.get $at))))
                (f32x4.mul (local.get $t3) (v128.load (i32.add (local.get $p3) (local.get $at))))))))
        (br_if $eachFour
          (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $bytes))))
      (local.set $times (i32.add (local.get $times) (i32.const 16)))
      (br_if $eachFourRows
        (i32.lt_u (local.tee $rows (i32.add (local.get $rows) (i32.const 16))) (local.get $end)))))

  ;; table[rows[n]] += times[n] · vector
  (func (export "spread")
    (param $table i32) (param $rows i32) (param $times i32)
    (param $count i32) ;; not 0
    (param $vector i32) (param $bytes i32)
    (local $end i32) (local $at i32) (local $p i32) (local $t v128)
    (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
    (loop $eachRow
      (local.set $p (call $rowAt (local.get $table) (i32.load (local.get $rows)) (local.get $bytes)))
      (local.set $t (v128.load32_splat (local.get $times)))
      (local.set $at (i32.const 0))
      (loop $eachFour
        (v128.store (i32.add (local.get $p) (local.get $at))
          (f32x4.add (v128.load (i32.add (local.get $p) (local.get $at)))
            (f32x4.mul (local.get $t) (v128.load (i32.add (local.get $vector) (local.get $at))))))
        (br_if $eachFour
          (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $bytes))))
      (local.set $times (i32.add (local.get $times) (i32.const 4)))
      (br_if $eachRow
        (i32.lt_u (local.tee $rows (i32.add (local.get $rows) (i32.const 4))) (local.get $end)))))

  ;; For each n: sums[rows[n]] = weights[rows[n]] · errors, then AdaGrad's step of that row by times[n] · errors:
  ;; squares += gradient²; weight -= rate · gradient / √squares
  (func (export "stepRows")
    (param $weights i32) (param $squares i32) (param $rows i32) (param $times i32)
    (param $count i32) ;; not 0
    (param $errors i32) (param $bytes i32)
    (param $sums i32)
    (param $rate f32)
    (local $end i32) (local $at i32) (local $w i32) (local $s i32)
    (local $t v128) (local $r v128) (local $error v128) (local $weight v128) (local $sum v128)
    (local $gradient v128) (local $square v128)
    (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $r (f32x4.splat (local.get $rate)))
    (loop $eachRow
      (local.set $w (call $rowAt (local.get $weights) (i32.load (local.get $rows)) (local.get $bytes)))
      (local.set $s (call $rowAt (local.get $squares) (i32.load (local.get $rows)) (local.get $bytes)))
      (local.set $t (v128.load32_splat (local.get $times)))
      (local.set $sum (v128.const f32x4 0 0 0 0))
      (local.set $at (i32.const 0))
      (loop $eachFour
        (local.set $error (v128.load (i32.add (local.get $errors) (local.get $at))))
        (local.set $weight (v128.load (i32.add (local.get $w) (local.get $at))))
        (local.set $sum
          (f32x4.add (local.get $sum) (f32x4.mul (local.get $weight) (local.get $error))))
        (local.set $gradient (f32x4.mul (local.get $t) (local.get $error)))
        (local.set $square
          (f32x4.add
            (v128.load (i32.add (local.get $s) (local.get $at)))
            (f32x4.mul (local.get $gradient) (local.get $gradient))))
        (v128.store (i32.add (local.get $s) (local.get $at)) (local.get $square))
        (v128.store (i32.add (local.get $w) (local.get $at))
          (f32x4.sub (local.get $weight)
            (f32x4.div (f32x4.mul (local.get $r) (local.get $gradient)) (f32x4.sqrt (local.get $square)))))
        (br_if $eachFour
          (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $bytes))))
      (f32.store (call $rowAt (local.get $sums) (i32.load (local.get $rows)) (i32.const 4))
        (f32.add
          (f32.add (f32x4.extract_lane 0 (local.get $sum)) (f32x4.extract_lane 1 (local.get $sum)))
          (f32.add (f32x4.extract_lane 2 (local.get $sum)) (f32x4.extract_lane 3 (local.get $sum)))))
      (local.set $times (i32.add (local.get $times) (i32.const 4)))
      (br_if $eachRow
        (i32.lt_u (local.tee $rows (i32.add (local.get $rows) (i32.const 4))) (local.get $end)))))

  ;; AdaGrad's step of every row n by what eight examples together ask for: Σ times[n][example] · vectors[example].
  (func (export "stepEight")
    (param $weights i32) (param $squares i32)
    (param $times i32)   ;; [row][8]
    (param $rows i32)    ;; how many
    (param $vectors i32) ;; [8][row's width]
    (param $bytes i32)
    (param $rate f32)
    (local $at i32) (local $r v128) (local $gradient v128) (local $square v128)
    (local $t0 v128) (local $t1 v128) (local $t2 v128) (local $t3 v128)
    (local $t4 v128) (local $t5 v128) (local $t6 v128) (local $t7 v128)
    (local $v1 i32) (local $v2 i32) (local $v3 i32) (local $v4 i32) (local $v5 i32) (local $v6 i32) (local $v7 i32)
    (local.set $r (f32x4.splat (local.get $rate)))
    (local.set $v1 (i32.add (local.get $vectors) (local.get $bytes)))
    (local.set $v2 (i32.add (local.get $v1) (local.get $bytes)))
    (local.set $v3 (i32.add (local.get $v2) (local.get $bytes)))
    (local.set $v4 (i32.add (local.get $v3) (local.get $bytes)))
    (local.set $v5 (i32.add (local.get $v4) (local.get $bytes)))
    (local.set $v6 (i32.add (local.get $v5) (local.get $bytes)))
    (local.set $v7 (i32.add (local.get $v6) (local.get $bytes)))
    (loop $eachRow
      (local.set $t0 (v128.load32_splat (local.get $times)))
      (local.set $t1 (v128.load32_splat offset=4 (local.get $times)))
      (local.set $t2 (v128.load32_splat offset=8 (local.get $times)))
      (local.set $t3 (v128.load32_splat offset=12 (local.get $times)))
      (local.set $t4 (v128.load32_splat offset=16 (local.get $times)))
      (local.set $t5 (v128.load32_splat offset=20 (local.get $times)))
      (local.set $t6 (v128.load32_splat offset=24 (local.get $times)))
      (local.set $t7 (v128.load32_splat offset=28 (local.get $times)))
      (local.set $at (i32.const 0))
      (loop $eachFour
        (local.set $gradient
          (f32x4.add
            (f32x4.add
              (f32x4.add
                (f32x4.mul (local.get $t0) (v128.load (i32.add (local.get $vectors) (local.get $at))))
                (f32x4.mul (local.get $t1) (v128.load (i32.add (local.get $v1) (local.get $at)))))
              (f32x4.add
                (f32x4.mul (local.get $t2) (v128.load (i32.add (local.get $v2) (local.get $at))))
                (f32x4.mul (local.get $t3) (v128.load (i32.add (local.get $v3) (local.get $at))))))
            (f32x4.add
              (f32x4.add
                (f32x4.mul (local.get $t4) (v128.load (i32.add (local.get $v4) (local.get $at))))
                (f32x4.mul (local.get $t5) (v128.load (i32.add (local.get $v5) (local.get $at)))))
              (f32x4.add
                (f32x4.mul (local.get $t6) (v128.load (i32.add (local.get $v6) (local.get $at))))
                (f32x4.mul (local.get $t7) (v128.load (i32.add (local.get $v7) (local.get $at))))))))
        (local.set $square
          (f32x4.add
            (v128.load (i32.add (local.get $squares) (local.get $at)))
            (f32x4.mul (local.get $gradient) (local.get $gradient))))
        (v128.store (i32.add (local.get $squares) (local.get $at)) (local.get $square))
        (v128.store (i32.add (local.get $weights) (local.get $at))
          (f32x4.sub
            (v128.load (i32.add (local.get $weights) (local.get $at)))
            (f32x4.div (f32x4.mul (local.get $r) (local.get $gradient)) (f32x4.sqrt (local.get $square)))))
        (br_if $eachFour
          (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $bytes))))
      (local.set $weights (i32.add (local.get $weights) (local.get $bytes)))
      (local.set $squares (i32.add (local.get $squares) (local.get $bytes)))
      (local.set $times (i32.add (local.get $times) (i32.const 32)))
      (br_if $eachRow (local.tee $rows (i32.sub (local.get $rows) (i32.const 1))))))

  (func $rowAt (param $table i32) (param $row i32) (param $bytes i32) (result i32)
    (i32.add (local.get $table) (i32.mul (local.get $row) (local.get $bytes)))))
