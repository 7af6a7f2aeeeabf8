// Eigenvalues and eigenvectors of a symmetric matrix, in double precision. Knows no tensors.

export interface Eigen {
  /** Largest first. */
  readonly values: Float64Array;
  /** Row i is the vector of value i: of length 1, its number farthest from 0 positive, so that it is determined. */
  readonly vectors: Float64Array;
}

/**
 * Householder reflections to three diagonals, then QL steps with implicit shifts: EISPACK's tred2 and tql2.
 * (Martin, Reinsch and Wilkinson 1968; Bowdler, Martin, Reinsch and Wilkinson 1968.) About 4·n³ multiplications.
 * @param matrix `size × size`, row-major; only read
 */
export function symmetricEigen(matrix: Float64Array, size: number): Eigen {
  // Rows of `v` are the columns of the papers' Z, so that all inner loops run over neighbours.
  const v = matrix.slice();
  const diagonal = new Float64Array(size);
  const beside = new Float64Array(size);
  if (size > 0) {
    tridiagonalize(v, diagonal, beside, size);
    diagonalize(v, diagonal, beside, size);
  }
  return sorted(v, diagonal, size);
}

/** Leaves the three diagonals in `d` and `e` and the product of the reflections in `v`. */
function tridiagonalize(v: Float64Array, d: Float64Array, e: Float64Array, n: number): void {
  for (let j = 0; j < n; j++) d[j] = v[j * n + n - 1]!;
  for (let i = n - 1; i > 0; i--) {
    let scale = 0;
    let h = 0;
    for (let k = 0; k < i; k++) scale += Math.abs(d[k]!);
    if (scale === 0) {
      e[i] = d[i - 1]!;
      for (let j = 0; j < i; j++) {
        d[j] = v[j * n + i - 1]!;
        v[j * n + i] = 0;
        v[i * n + j] = 0;
      }
    } else {
      for (let k = 0; k < i; k++) {
        d[k]! /= scale;
        h += d[k]! * d[k]!;
      }
      const last = d[i - 1]!;
      const root = last > 0 ? -Math.sqrt(h) : Math.sqrt(h);
      e[i] = scale * root;
      h -= last * root;
      d[i - 1] = last - root;
      e.fill(0, 0, i);
      for (let j = 0; j < i; j++) {
        const f = d[j]!;
        v[i * n + j] = f;
        let g = e[j]! + v[j * n + j]! * f;
        for (let k = j + 1; k < i; k++) {
          g += v[j * n + k]! * d[k]!;
          e[k]! += v[j * n + k]! * f;
        }
        e[j] = g;
      }
      let sum = 0;
      for (let j = 0; j < i; j++) {
        e[j]! /= h;
        sum += e[j]! * d[j]!;
      }
      const half = sum / (h + h);
      for (let j = 0; j < i; j++) e[j]! -= half * d[j]!;
      for (let j = 0; j < i; j++) {
        const [f, g] = [d[j]!, e[j]!];
        for (let k = j; k < i; k++) v[j * n + k]! -= f * e[k]! + g * d[k]!;
        d[j] = v[j * n + i - 1]!;
        v[j * n + i] = 0;
      }
    }
    d[i] = h;
  }
  for (let i = 0; i < n - 1; i++) {
    v[i * n + n - 1] = v[i * n + i]!;
    v[i * n + i] = 1;
    const h = d[i + 1]!;
    const next = (i + 1) * n;
    if (h !== 0) {
      for (let k = 0; k <= i; k++) d[k] = v[next + k]! / h;
      for (let j = 0; j <= i; j++) {
        let g = 0;
        for (let k = 0; k <= i; k++) g += v[next + k]! * v[j * n + k]!;
        for (let k = 0; k <= i; k++) v[j * n + k]! -= g * d[k]!;
      }
    }
    v.fill(0, next, next + i + 1);
  }
  for (let j = 0; j < n; j++) {
    d[j] = v[j * n + n - 1]!;
    v[j * n + n - 1] = 0;
  }
  v[n * n - 1] = 1;
  e[0] = 0;
}

/** Turns the diagonals into eigenvalues in `d`, and `v` into the eigenvectors. */
function diagonalize(v: Float64Array, d: Float64Array, e: Float64Array, n: number): void {
  e.copyWithin(0, 1);
  e[n - 1] = 0;
  let shift = 0;
  let largest = 0;
  for (let l = 0; l < n; l++) {
    largest = Math.max(largest, Math.abs(d[l]!) + Math.abs(e[l]!));
    const small = Number.EPSILON * largest;
    // The last element is 0, so that there is an end.
    let m = l;
    while (Math.abs(e[m]!) > small) m++;
    while (Math.abs(e[l]!) > small) {
      const first = d[l]!;
      const slope = (d[l + 1]! - first) / (2 * e[l]!);
      const root = slope < 0 ? -Math.hypot(slope, 1) : Math.hypot(slope, 1);
      d[l] = e[l]! / (slope + root);
      d[l + 1] = e[l]! * (slope + root);
      const [second, besideSecond] = [d[l + 1]!, e[l + 1]!];
      const moved = first - d[l]!;
      for (let i = l + 2; i < n; i++) d[i]! -= moved;
      shift += moved;
      let p = d[m]!;
      let [c, c2, c3, s, s2] = [1, 1, 1, 0, 0];
      for (let i = m - 1; i >= l; i--) {
        [c3, c2, s2] = [c2, c, s];
        const [g, h, r] = [c * e[i]!, c * p, Math.hypot(p, e[i]!)];
        e[i + 1] = s * r;
        s = e[i]! / r;
        c = p / r;
        p = c * d[i]! - s * g;
        d[i + 1] = h + s * (c * g + s * d[i]!);
        rotate(v, i * n, n, c, s);
      }
      p = (-s * s2 * c3 * besideSecond * e[l]!) / second;
      e[l] = s * p;
      d[l] = c * p;
    }
    d[l]! += shift;
    e[l] = 0;
  }
}

/** Rotates the row that starts at `at` and the one after it. */
function rotate(v: Float64Array, at: number, n: number, c: number, s: number): void {
  for (let k = at; k < at + n; k++) {
    const [upper, lower] = [v[k]!, v[k + n]!];
    v[k + n] = s * upper + c * lower;
    v[k] = c * upper - s * lower;
  }
}

function sorted(v: Float64Array, d: Float64Array, n: number): Eigen {
  const order = Array.from(d.keys()).sort((a, b) => d[b]! - d[a]!);
  const vectors = new Float64Array(n * n);
  for (const [to, from] of order.entries()) {
    const row = v.subarray(from * n, (from + 1) * n);
    let farthest = 0;
    for (const value of row) if (Math.abs(value) > Math.abs(farthest)) farthest = value;
    for (let k = 0; k < n; k++) vectors[to * n + k] = farthest < 0 ? -row[k]! : row[k]!;
  }
  return { values: Float64Array.from(order, (from) => d[from]!), vectors };
}
