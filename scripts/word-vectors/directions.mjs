// What vectors have in common, in plain arithmetic.

const ROUNDS = 60;

export function dot(one, other) {
  let sum = 0;
  for (let n = 0; n < one.length; n += 1) sum += one[n] * other[n];
  return sum;
}

export function normalised(vector) {
  const length = Math.sqrt(dot(vector, vector));
  return length === 0 ? vector : vector.map((value) => value / length);
}

export function withoutMean(vectors) {
  const mean = new Float64Array(vectors[0].length);
  for (const vector of vectors) vector.forEach((value, n) => (mean[n] += value / vectors.length));
  return vectors.map((vector) => vector.map((value, n) => value - mean[n]));
}

/** The directions along which vectors differ most, at right angles to each other, by orthogonal iteration. */
export function mainDirections(vectors, count) {
  const size = vectors[0].length;
  const products = Array.from({ length: size }, () => new Float64Array(size));
  for (const vector of vectors) {
    for (let n = 0; n < size; n += 1) {
      const row = products[n];
      for (let m = n; m < size; m += 1) row[m] += vector[n] * vector[m];
    }
  }
  for (let n = 0; n < size; n += 1) for (let m = 0; m < n; m += 1) products[n][m] = products[m][n];
  // any beginning will do that has something of each direction, the same each time
  let directions = Array.from({ length: count }, (_, n) =>
    Float64Array.from({ length: size }, (_each, m) => Math.cos((n + 1) * (m + 0.5) * (Math.PI / size))),
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = [];
    for (const direction of directions) {
      const turned = Float64Array.from(products, (row) => dot(row, direction));
      for (const earlier of next) {
        const along = dot(turned, earlier);
        for (let n = 0; n < size; n += 1) turned[n] -= along * earlier[n];
      }
      next.push(normalised(turned));
    }
    directions = next;
  }
  return directions;
}
