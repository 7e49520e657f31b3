"""Photographs as cameras write them: baseline JPEGs from Debian packages, which are unpacked below
build/ and not installed. The progressive ones of lomiri-wallpapers-16.04 are made baseline again by
jpegtran, which changes no coefficient."""

import pathlib
import shutil
import subprocess

import peers

FOLDER = peers.ROOT / "build" / "photographs"
PACKAGES = {"mate-backgrounds": "usr/share/backgrounds/mate/nature/{}.jpg",
            "lomiri-wallpapers-20.04": "usr/share/backgrounds/{}.jpg",
            "lomiri-wallpapers-16.04": "usr/share/backgrounds/{}.jpg",
            "libjpeg-turbo-progs": ""}
NAMES = {"mate-backgrounds": ["Storm", "Blinds", "RainDrops", "TwoWings", "Wood"],
         "lomiri-wallpapers-20.04": ["Kleiber_by_Lukas_Baubkus"],
         "lomiri-wallpapers-16.04": ["free_by_Peter_Nerlich", "umang_by_Abhishek_Mudgal",
                                     "life_by_Aitzol_Berasategi",
                                     "picosdeeuropa_by_Aitzol_Berasategi", "Wine_by_Jakkub_Mede",
                                     "Bridge_by_Sander_Klootwijk", "sunset_by_Aitzol_Berasategi",
                                     "Dragonfly_by_Bolly", "seeding_by_Clements_Engelhardt"]}


def _unpack(package):
    home = FOLDER / "packages" / package
    if not home.exists():
        subprocess.run(["apt-get", "download", package], cwd=FOLDER, check=True,
                       capture_output=True)
        home.parent.mkdir(exist_ok=True)
        (archive,) = FOLDER.glob(f"{package}_*.deb")
        subprocess.run(["dpkg-deb", "-x", archive, home], check=True)
        archive.unlink()
    return home


def prepare():
    """The files, smallest picture first."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    jpegtran = _unpack("libjpeg-turbo-progs") / "usr" / "bin" / "jpegtran"
    files = []
    for package, names in NAMES.items():
        for name in names:
            original = _unpack(package) / PACKAGES[package].format(name)
            file = FOLDER / f"{name.split('_by_')[0]}.jpg"
            if not file.exists() and package == "lomiri-wallpapers-16.04":
                subprocess.run([jpegtran, "-copy", "none", "-optimize", "-outfile", file, original],
                               check=True)
            elif not file.exists():
                shutil.copy(original, file)
            files.append(file)
    return sorted(files, key=megapixels)


def progressive():
    """Photographs as they are for the web: the progressive originals of lomiri-wallpapers-16.04,
    which are other files than those of `prepare`."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    package = "lomiri-wallpapers-16.04"
    folder = (_unpack(package) / PACKAGES[package]).parent
    files = [file for file in folder.glob("*.jpg") if b"\xff\xc2\x00\x11\x08" in file.read_bytes()]
    return sorted(files, key=megapixels)


def megapixels(file):
    data = pathlib.Path(file).read_bytes()
    at = 2
    while data[at + 1] not in (0xC0, 0xC1, 0xC2):
        at += 2 + int.from_bytes(data[at + 2:at + 4], "big")
    height, width = (int.from_bytes(data[at + i:at + i + 2], "big") for i in (5, 7))
    return width * height / 1e6
