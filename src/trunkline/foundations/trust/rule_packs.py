"""The rules in force on this node: those in the box and the operator's own, read anew while messages go on being judged."""

from __future__ import annotations

from pathlib import Path

from trunkline.kernel.work import Work

from .packs.load import PackError, RulePack, boxed_packs, load_packs, read_key


class RulePacks:
    """`folder` holds the operator's packs (NAME.toml, NAME.toml.sig) and its public keys (NAME.pub); it need not exist."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.current: RulePack = self._load()
        self.former: dict[str, str] = {}

    def _load(self) -> RulePack:
        folder = self.folder
        if folder is None or not folder.is_dir():
            return boxed_packs()
        keys = []
        for path in sorted(folder.glob("*.pub")):
            try:
                keys.append(read_key(path.read_bytes()))
            except PackError as why:
                raise PackError(f"{path.name}: {why}") from None
        return load_packs([folder], keys)

    def reload(self) -> RulePack:
        """Read all files again. PackError where one cannot be used: then what was in force stays so, and no message notices."""
        fresh = self._load()
        self.former[self.current.hash[:16]] = self.current.hash
        self.current = fresh
        return fresh

    def whole_hash(self, beginning: str) -> str:
        """The hash that begins so, of those in force since the start; the beginning itself where it is older."""
        if self.current.hash.startswith(beginning):
            return self.current.hash
        return self.former.get(beginning, beginning)


def rule_packs(work: Work) -> RulePacks:
    found: RulePacks | None = work.platform.ports.get(RulePacks)
    if found is None:
        found = work.platform.ports[RulePacks] = RulePacks()
    return found
