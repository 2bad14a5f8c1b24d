if __name__ == "__main__":  # a process for costly work reads this file, too
    from services.lobby.app import SERVICE
    from shared.service import run

    run(SERVICE)
