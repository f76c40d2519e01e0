"""How much one file may cost; measured on real files of 26 600 rows × 36 columns."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Bounds on a file and on the child process that parses it; sizes in bytes, times in seconds.

    A small file gets the floor of memory and time, an honestly large one gets more in proportion
    to its size on disk, so that a small bomb can never ask for much.
    """

    file_size: int = 100 * MIB
    parts: int = 2_000
    unpacked: int = 2_000 * MIB
    ratio: int = 200
    ratio_from: int = 20 * MIB
    sheets: int = 300
    cells: int = 30_000_000
    memory_floor: int = 384 * MIB
    memory_ceiling: int = 3_000 * MIB
    memory_per_byte: int = 100
    cpu_floor: int = 6
    cpu_per_mib: int = 2
    wall_factor: int = 4

    def memory(self, size: int) -> int:
        """Memory the child may take for a file of `size` bytes, on top of the interpreter."""
        return max(self.memory_floor, min(self.memory_ceiling, self.memory_per_byte * size))

    def cpu(self, size: int) -> int:
        """Processor seconds for a file of `size` bytes."""
        return self.cpu_floor + self.cpu_per_mib * size // MIB

    def wall(self, size: int) -> int:
        """Seconds by the clock after which a silent child is ended."""
        return self.wall_factor * self.cpu(size)
