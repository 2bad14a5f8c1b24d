"""The benchmarks of `./foyer bench`: what each measures, and how it is asked for."""

BENCHES = {
    "pipeline": "throughput, against code by hand and a framework's plain way",
    "calling": "calling the next with 500 waiting, against one bare commit",
    "portfolio": "list, search, file and contact at a branch of 50,000 customers",
    "business": "board, strip, goals and report of a region of 50 branches",
    "exports": "calling the next while twenty people export",
    "imports": "a portfolio of 100,000 rows, beside a hall at work",
    "night": "50,000 customers scored while arrivals go on",
    "fairness": "who waits how long under which policy, simulated",
    "forecasts": "the waits that customers of a call centre would have been told; needs --data",
    "silence": "does the analysis tell who buys again; needs --data",
    "latent": "do hints of latent needs tell who takes a product; needs --data",
}
"""The benchmarks, with what each measures."""


def usage() -> list[str]:
    """Say which benchmarks there are, with examples, a line each."""
    return [
        "Usage: ./foyer bench [NAME] [OPTIONS]   性能基准",
        "",
        "Figures are ratios within one run. Benchmarks, of which the first runs where none is named · 基准:",
        *(f"  {name:<10} {what}" for name, what in BENCHES.items()),
        "",
        "Examples · 示例:",
        "  ./foyer bench --json                     the last line is JSON",
        "  ./foyer bench forecasts --data FOLDER    on data that were fetched by hand",
        "  ./foyer bench calling --help             options of that benchmark",
    ]
