"""A veterinary practice's folder of our own: the files of `tests/gold/practice/docs`, and those that only code can make."""

import shutil
from io import BytesIO
from pathlib import Path

import docx
from openpyxl import Workbook
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from tests.conftest import ROOT
from tests.helpers.making import saved

GOLD = ROOT / "tests" / "gold" / "practice"

_PRICES = """
V-01|Consultation, dog or cat|Consultations|46|20|yes
V-02|Consultation, rabbit or rodent|Consultations|34.5|15|yes
V-03|Repeat consultation|Consultations|29|10|yes
V-04|House visit in town|Visits|68|40|no
V-05|Farm visit|Visits|95|60|no
V-06|Night and Sunday emergency|Consultations|180|30|no
V-10|Vaccination dog, yearly|Vaccinations|58|15|yes
V-11|Vaccination cat, yearly|Vaccinations|54|15|yes
V-12|Rabies vaccination|Vaccinations|48|10|yes
V-13|Vaccination rabbit|Vaccinations|41|10|yes
V-20|Microchip with registration|Paperwork|24|10|yes
V-21|Pet travel certificate|Paperwork|115|30|no
V-30|X-ray, first picture|Diagnostics|135|20|no
V-31|X-ray, each further picture|Diagnostics|52|5|no
V-32|Ultrasound abdomen|Diagnostics|165|30|no
V-33|Blood count|Diagnostics|62|10|no
V-40|Dental cleaning under anaesthetic|Operations|320|90|no
V-41|Castration tomcat|Operations|98|30|no
V-42|Spaying cat|Operations|149|45|no
V-43|Castration dog, up to 20 kg|Operations|265|60|no
V-44|Castration dog, over 20 kg|Operations|345|75|no
V-50|Hydrotherapy, single session|Hydrotherapy|38|30|yes
V-51|Hydrotherapy, ten sessions|Hydrotherapy|330|300|yes
V-60|Cat boarding, per night|Boarding|19.5||yes
V-61|Nail clipping|Care|14|10|yes
"""
_REDUCTIONS = [
    ("Who", "Reduction"),
    ("Members of the pet health club", 0.10),
    ("Second animal on the same day", 0.15),
    ("Assistance dogs", 0.25),
    ("Animal shelters", 0.40),
]

_HANDBOOK = """
# Working time
A full week has 37.5 hours. Rotas are published four weeks ahead. Shifts may be swapped if the practice manager is told two days before.
The lunch break is 45 minutes and is not paid. Whoever is called into an operation during the break takes it later.
# Leave
The leave year runs from April to March. Leave is requested in writing from the practice manager, at least three weeks ahead. Up to four days that were not taken can be moved to the next leave year; they lapse at the end of June.
| Years of service | Days of leave
| up to 2 | 25
| 3 to 5 | 27
| 6 to 9 | 29
| 10 and more | 32
Paid leave is also given for special reasons:
- own wedding: two days
- birth of a child: three days
- death of a parent, partner or child: five days
- moving house: one day
- death of one's own pet: one day
# Illness
Ring reception before 7:45 if you cannot come. A doctor's certificate is needed from the third day on. Sick pay is paid in full for ten weeks and at half rate for another ten.
# Night and weekend duty
Vets are on call in turn. Duty on a weekday night is paid with £60, a whole weekend with £210. Nobody is on call for more than seven nights a month. Nurses are not on call, but may be rung if an operation has to be done.
After a call between midnight and 5:00 work starts at 11:00 on the next day.
# Health and safety
## Bites and scratches
If an animal has bitten you:
1. Wash the wound under running water for five minutes.
2. Tell the head nurse, even if it looks small.
3. Write it into the red accident book.
4. See a doctor within 24 hours if it was a cat or if the hand is swollen.
Every bite by a cat is treated with an antibiotic, because half of them become infected.
## X-rays
Nobody holds an animal with bare hands during an X-ray. Pregnant staff do not enter the X-ray room. Badges are read out every three months.
## Needles
Used needles go into the yellow boxes and are never put back into their caps. The boxes are collected every second Thursday.
# Medicines
Controlled drugs are kept in the steel safe in room 2. Only vets have the code. Every dose is entered into the register by two people. The register is checked by Gwen Parry on the last Friday of the month.
The vaccine refrigerator must stay between 2 and 8 degrees. If it is warmer than 8 degrees for more than an hour, the vaccines are thrown away.
# Money
## Travel
Journeys to courses and farms are paid for as follows. Claims are handed in by the fifth of the month to Hugo Stern, with receipts.
| Item | Amount
| Own car, per mile | £0.45
| Bicycle, per mile | £0.20
| Breakfast | £9
| Lunch | £13
| Dinner | £24
| Hotel, per night | £110
First class is not paid for. Parking fines are paid by the driver.
## Training
Vets get £1,400 a year for courses, nurses £650. What is not used lapses. Whoever leaves within twelve months of a course that cost more than £800 pays back a third of it.
## Own animals
The practice treats the animals of its staff at half price; drugs are charged at cost. This does not apply to horses.
# Beginning and leaving
The probation period is four months. During it the notice is one week, after it six weeks. Staff who have been here for more than five years have a notice period of three months.
Keys and badges are returned to Freya Lindley on the last day.
# Dogs at work
Staff may bring their dogs if they are vaccinated and stay in the yard room. There is space for five. Dogs are not allowed in the kitchen, unless they are assistance dogs.
"""

_FIGURES = [
    ("", "2022", "2023", "2024"),
    ("Turnover", "1,212", "1,305", "1,418"),
    ("Small animals", "784", "851", "946"),
    ("Horses", "173", "180", "169"),
    ("Farm animals", "255", "274", "303"),
    ("Staff costs", "641", "702", "765"),
    ("Drugs and materials", "318", "344", "361"),
    ("Rent and energy", "97", "121", "112"),
    ("Surplus", "156", "138", "180"),
]
_PATIENTS = [
    ("Species", "Patients 2023", "Patients 2024"),
    ("Dogs", "4,310", "4,562"),
    ("Cats", "3,905", "4,118"),
    ("Rabbits and rodents", "640", "702"),
    ("Birds", "88", "75"),
    ("Horses", "512", "487"),
    ("Cattle and sheep", "2,240", "2,391"),
    ("Total", "11,695", "12,335"),
]


def practice_folder(folder: Path) -> Path:
    """The practice's 18 documents in a new folder; returns it."""
    shutil.copytree(GOLD / "docs", folder)
    (folder / "Price list 2025.xlsx").write_bytes(_price_list())
    (folder / "Team handbook.docx").write_bytes(_handbook())
    (folder / "Figures 2024.pdf").write_bytes(_figures())
    return folder


def _price_list() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Prices"
    sheet.append(["Wendle Veterinary Practice: price list 2025"])
    sheet.append(["Valid from 1 April 2025. All prices with VAT."])
    sheet.append([])
    sheet.append(["Code", "Service", "Group", "Price", "Minutes", "Bookable online"])
    for line in _PRICES.strip().splitlines():
        code, service, group, price, minutes, online = line.split("|")
        sheet.append([code, service, group, float(price), int(minutes) if minutes else None, online])
        sheet.cell(sheet.max_row, 4).number_format = "[$£-809]#,##0.00"
    more = book.create_sheet("Reductions")
    for row in _REDUCTIONS:
        more.append(row)
        more.cell(more.max_row, 2).number_format = "0 %"
    return saved(book)


def _handbook() -> bytes:
    document = docx.Document()
    document.core_properties.title = "Team handbook"
    document.add_heading("Team handbook", 0)
    document.add_paragraph("As of April 2025. Questions go to Freya Lindley, practice manager.")
    rows: list[list[str]] = []
    for line in [*_HANDBOOK.strip().splitlines(), ""]:
        mark, _, words = line.partition(" ")
        if mark == "|":
            rows.append([cell.strip() for cell in words.split("|")])
            continue
        if rows:
            table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
            for row, texts in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
            rows = []
        if mark in ("#", "##"):
            document.add_heading(words, len(mark))
        elif mark == "-":
            document.add_paragraph(words, "List Bullet")
        elif mark.rstrip(".").isdigit():
            document.add_paragraph(words, "List Number")
        elif line:
            document.add_paragraph(line)
    return saved(document)


def _figures() -> bytes:
    styles, out = getSampleStyleSheet(), BytesIO()
    story: list[Flowable] = [
        Paragraph("Figures for 2024", styles["Title"]),
        Paragraph("Wendle Veterinary Practice, put together by Hugo Stern, 17 January 2025", styles["Normal"]),
        Paragraph("Turnover and costs", styles["Heading1"]),
        Paragraph(
            "Turnover rose by 8.7 % to £1,418,000. Most of the growth came from small animals, where the second operating "
            "room has been in use since May. Income from horses fell, because Tomasz Wilk was ill for seven weeks. The "
            "surplus of £180,000 is the best since the practice was founded.",
            styles["Normal"],
        ),
        Spacer(1, 8),
        Paragraph("All amounts in thousands of pounds", styles["Normal"]),
        _grid(_FIGURES),
        Paragraph("Patients", styles["Heading1"]),
        Paragraph(
            "The number of patients rose to 12,335. One patient in five came for the first time. For 2025 we expect "
            "12,600 patients and a turnover of £1,500,000.",
            styles["Normal"],
        ),
        Spacer(1, 8),
        _grid(_PATIENTS),
    ]
    SimpleDocTemplate(out, pagesize=A4, title="Figures for 2024", author="Hugo Stern", invariant=1).build(story)
    return out.getvalue()


def _grid(rows: list[tuple[str, ...]]) -> Table:
    return Table(
        rows, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("ALIGN", (1, 0), (-1, -1), "RIGHT")])
    )
