"""Hadamard matrices: square, entries 1 and -1, any two rows orthogonal. They balance half-samples."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Signs = npt.NDArray[np.int64]
_LARGEST = 1 << 14


def hadamard(least: int) -> Signs:
    """Give the smallest matrix of at least this order that doubling and Paley's constructions know.

    Its first row and column are all 1. Orders: 1, 2, and multiples of 4 except a few (52, 92, 100 …), for
    which the next one is given (Paley 1933; Wolter 2007, appendix A).

    >>> hadamard(3).tolist()
    [[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]]
    """
    for order in range(max(least, 1), _LARGEST):
        found = _of_order(order)
        if found is not None:
            return np.asarray(found * found[:1] * (found[:, :1] * found[0, 0]), dtype=np.int64)
    raise ValueError(f"no matrix of order {least} is known here")


def _of_order(order: int) -> Signs | None:
    if order == 1:
        return np.ones((1, 1), np.int64)
    if order & (order - 1) and _is_prime(order - 1) and order % 4 == 0:
        return _first_paley(order - 1)
    if order % 4 == 0 and _is_prime(order // 2 - 1) and (order // 2 - 1) % 4 == 1:
        return _second_paley(order // 2 - 1)
    half = _of_order(order // 2) if order % 2 == 0 else None
    return None if half is None else np.kron(np.array([[1, 1], [1, -1]]), half)


def _first_paley(prime: int) -> Signs:
    """Order ``prime + 1``, for primes of the form 4k + 3."""
    bordered = np.ones((prime + 1, prime + 1), np.int64)
    bordered[1:, 0] = -1
    bordered[1:, 1:] = _residues(prime)
    bordered[0, 0] = 0
    return np.asarray(bordered + np.eye(prime + 1, dtype=np.int64))


def _second_paley(prime: int) -> Signs:
    """Order ``2·(prime + 1)``, for primes of the form 4k + 1."""
    bordered = np.ones((prime + 1, prime + 1), np.int64)
    bordered[0, 0] = 0
    bordered[1:, 1:] = _residues(prime)
    off, on = np.array([[1, 1], [1, -1]]), np.array([[1, -1], [-1, -1]])
    return np.asarray(np.kron(bordered, off) + np.kron(np.eye(prime + 1, dtype=np.int64), on))


def _residues(prime: int) -> Signs:
    """Jacobsthal's matrix: 1 where the difference is a square modulo the prime, -1 where not, else 0."""
    signs = np.full(prime, -1, np.int64)
    signs[np.arange(1, prime) ** 2 % prime] = 1
    signs[0] = 0
    places = np.arange(prime)
    return np.asarray(signs[(places[:, None] - places[None, :]) % prime], dtype=np.int64)


def _is_prime(number: int) -> bool:
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))
