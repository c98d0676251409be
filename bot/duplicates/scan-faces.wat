;; Finds the rows of 128 whole numbers (-128..127) that are near a query. Assembled into scan-faces.ts; a test
;; assembles it again and compares. The query has 128 numbers of 16 bits in eighths of a row's unit, so that
;; only the rows are rounded. Squares add up to at most 128 * 2040^2, which fits 32 bits.
(module
  (memory (import "index" "memory") 1)
  ;; Writes (row, squared distance) as two words for each row at or below the limit; gives their number.
  (func (export "scan")
    (param $row i32) (param $rows i32) (param $query i32) (param $limit i32) (param $out i32) (result i32)
    (local $number i32) (local $k i32) (local $squared i32) (local $found i32)
    (local $bytes v128) (local $apart v128) (local $sum v128)
    (block $end
      (loop $each
        (br_if $end (i32.ge_u (local.get $number) (local.get $rows)))
        (local.set $sum (v128.const i32x4 0 0 0 0))
        (local.set $k (i32.const 0))
        (loop $sixteen
          (local.set $bytes (v128.load (i32.add (local.get $row) (local.get $k))))
          (local.set $apart
            (i16x8.sub
              (i16x8.shl (i16x8.extend_low_i8x16_s (local.get $bytes)) (i32.const 3))
              (v128.load (i32.add (local.get $query) (i32.shl (local.get $k) (i32.const 1))))))
          (local.set $sum (i32x4.add (local.get $sum) (i32x4.dot_i16x8_s (local.get $apart) (local.get $apart))))
          (local.set $apart
            (i16x8.sub
              (i16x8.shl (i16x8.extend_high_i8x16_s (local.get $bytes)) (i32.const 3))
              (v128.load offset=16 (i32.add (local.get $query) (i32.shl (local.get $k) (i32.const 1))))))
          (local.set $sum (i32x4.add (local.get $sum) (i32x4.dot_i16x8_s (local.get $apart) (local.get $apart))))
          (local.set $k (i32.add (local.get $k) (i32.const 16)))
          (br_if $sixteen (i32.lt_u (local.get $k) (i32.const 128))))
        (local.set $squared
          (i32.add
            (i32.add (i32x4.extract_lane 0 (local.get $sum)) (i32x4.extract_lane 1 (local.get $sum)))
            (i32.add (i32x4.extract_lane 2 (local.get $sum)) (i32x4.extract_lane 3 (local.get $sum)))))
        (if (i32.le_u (local.get $squared) (local.get $limit))
          (then
            (i32.store (i32.add (local.get $out) (i32.shl (local.get $found) (i32.const 3))) (local.get $number))
            (i32.store offset=4
              (i32.add (local.get $out) (i32.shl (local.get $found) (i32.const 3))) (local.get $squared))
            (local.set $found (i32.add (local.get $found) (i32.const 1)))))
        (local.set $row (i32.add (local.get $row) (i32.const 128)))
        (local.set $number (i32.add (local.get $number) (i32.const 1)))
        (br $each)))
    (local.get $found)))
