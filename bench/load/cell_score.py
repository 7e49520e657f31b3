"""How good the small pictures look, beside those of ipx at the same quality."""

import subprocess

import client
import peers
import report

PHOTOGRAPHS = ["picosdeeuropa_by_Aitzol_Berasategi.jpg", "life_by_Aitzol_Berasategi.jpg",
               "Bridge_by_Sander_Klootwijk.jpg", "Wine_by_Jakkub_Mede.jpg",
               "seeding_by_Clements_Engelhardt.jpg", "greentock_by_Peter_Nerlich.jpg"]
COLUMNS = ["size", "bytes", "PSNR gamma", "SSIM gamma", "PSNR linear", "SSIM linear"]


def _tool(setup):
    tool = setup.program.parent / "picture_score"
    if tool.exists():
        return tool
    raise SystemExit("bench: there is no picture_score beside the program; build the preset `bench`")


def _candidates(setup, name, folder):
    """Files by who made them."""
    made = {"Vitrine": client.ask(setup.vitrine_peer().port, f"/photographs/{name}/w512-q80.jpg")}
    if setup.ipx:
        made["ipx"] = client.ask(
            setup.ipx_peer().port,
            f"/w_512,q_80/http://127.0.0.1:{setup.origin.port}/photographs/{name}")
    for who, answer in made.items():
        if answer.status != 200:
            raise SystemExit(f"bench: {who} answered {answer.status} for {name}")
        (folder / f"{who}.jpg").write_bytes(answer.body)
    return {who: folder / f"{who}.jpg" for who in made}


def _scores(tool, original, files):
    text = subprocess.run([tool, original, *files.values()], check=True, capture_output=True,
                          text=True).stdout
    found = {}
    for line in text.splitlines()[1:]:
        *values, path = line.split(None, 6)
        for who, file in files.items():
            if path == str(file):
                found[who] = values
    return found


def _mean(rows, who):
    """Of every number of one contender, over the photographs."""
    own = [[float(value) for value in row[3:]] for row in rows if row[1] == who]
    return [sum(column) / len(own) for column in zip(*own)]


def _shortfalls(name, ours, theirs):
    """What is worse than theirs for this photograph, in words."""
    found = [f"{column} {a - b:+.5g}" for column, a, b in zip(COLUMNS[2:], ours[1:], theirs[1:])
             if a < b]
    if ours[0] > theirs[0]:
        found.append(f"{ours[0] - theirs[0]:+.0f} bytes")
    elif found:
        found.append(f"at {100 * (ours[0] / theirs[0] - 1):+.1f} % bytes")
    return f"{name}: {', '.join(found)}" if found else ""


def run(setup):
    tool = _tool(setup)
    rows, shortfalls = [], []
    for photograph in PHOTOGRAPHS:
        folder = setup.folder / "score" / photograph
        folder.mkdir(parents=True)
        scores = _scores(tool, peers.PHOTOGRAPHS / photograph,
                         _candidates(setup, photograph, folder))
        name = photograph.split("_by_")[0]
        rows += [[name, who, *values] for who, values in scores.items()]
        if setup.ipx:
            numbers = {who: [float(value) for value in scores[who][1:]] for who in scores}
            shortfalls.append(_shortfalls(name, numbers["Vitrine"], numbers["ipx"]))
    said = "**SKIPPED: ipx could not be installed, so nothing is compared here.**"
    if setup.ipx:
        means = {who: _mean(rows, who) for who in ("Vitrine", "ipx")}
        rows += [["**mean**", who, "", f"{mean[0]:.0f}", f"{mean[1]:.3f}", f"{mean[2]:.5f}",
                  f"{mean[3]:.3f}", f"{mean[4]:.5f}"] for who, mean in means.items()]
        ours, theirs = means["Vitrine"], means["ipx"]
        good = ours[0] <= theirs[0] and all(a >= b for a, b in zip(ours[1:], theirs[1:]))
        exceptions = "; ".join(filter(None, shortfalls))
        said = report.verdict(good, "the mean of every score is to be no lower than ipx's at no more "
                              "bytes." + (f" Below ipx for single photographs: {exceptions}."
                                          if exceptions else ""))
    return report.Section(
        "Picture score: 512 wide, JPEG, quality 80",
        "`picture_score` against a full-decode Lanczos3 resize in double precision, made on encoded "
        "values (gamma) and in linear light; of luma, higher is better.",
        ["photograph", "", *COLUMNS], rows, said)
