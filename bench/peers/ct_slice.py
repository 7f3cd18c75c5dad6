# A CT slice of 512 x 512 with the header of a real scanner's: names, a nested request, references, a private block.
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian

CT = "1.2.840.10008.5.1.4.1.1.2"
ROOT = "1.2.826.0.1.3680043.10.9417.5."
VALUES = dict(
    SpecificCharacterSet="GB18030", ImageType=["ORIGINAL", "PRIMARY", "AXIAL"], SOPClassUID=CT,
    StudyInstanceUID=ROOT + "1", SeriesInstanceUID=ROOT + "2", FrameOfReferenceUID=ROOT + "3",
    StudyDate="20230516", SeriesDate="20230516", AcquisitionDate="20230516", ContentDate="20230516",
    StudyTime="101112.000000", AcquisitionTime="101215.120000", AccessionNumber="ACC20199417", Modality="CT",
    Manufacturer="Assay Test Scanners", InstitutionName="钱塘江医科大学附属第九医院", ReferringPhysicianName="Zhuge^Ruoxi=诸葛^若曦",
    StationName="CT3", StudyDescription="胸部平扫 Chest low dose", SeriesDescription="Lung 1.25mm",
    OperatorsName="Grzegorzewski^Wojciech", ManufacturerModelName="Model 64", PatientName="Ouyang^Jingyi=欧阳^静怡",
    PatientID="MRN-7350918264", PatientBirthDate="19840317", PatientSex="F", PatientAge="039Y", PatientWeight="61.5",
    BodyPartExamined="CHEST", ScanOptions="HELICAL MODE", SliceThickness="1.25", KVP="120", DataCollectionDiameter="500",
    DeviceSerialNumber="SN40417", SoftwareVersions="v4.2.1", ProtocolName="Chest routine", ReconstructionDiameter="360",
    GantryDetectorTilt="0", TableHeight="150.5", ExposureTime="500", XRayTubeCurrent="220", Exposure="110",
    FilterType="BODY FILTER", ConvolutionKernel="STANDARD", PatientPosition="FFS", StudyID="VISIT-661902",
    SeriesNumber="3", AcquisitionNumber="1", ImageOrientationPatient=["1", "0", "0", "0", "1", "0"],
    SamplesPerPixel=1, PhotometricInterpretation="MONOCHROME2", Rows=512, Columns=512,
    PixelSpacing=["0.703125", "0.703125"], BitsAllocated=16, BitsStored=16, HighBit=15, PixelRepresentation=0,
    WindowCenter="40", WindowWidth="400", RescaleIntercept="-1024", RescaleSlope="1",
)  # fmt: skip


def item(**values):
    made = Dataset()
    for keyword, value in values.items():
        setattr(made, keyword, value)
    return made


def slice_of(uid, number, spacing):
    """The slice's data set, without pixels."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = CT, uid
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset = FileDataset(None, {}, file_meta=meta, preamble=bytes(128))
    dataset.is_little_endian, dataset.is_implicit_VR = True, False
    for keyword, value in VALUES.items():
        setattr(dataset, keyword, value)
    dataset.SOPInstanceUID, dataset.InstanceNumber = uid, str(number + 1)
    dataset.ImagePositionPatient = ["-180", "-180", str(-spacing * number)]
    reference = item(ReferencedSOPClassUID=CT, ReferencedSOPInstanceUID=ROOT + "9")
    dataset.ReferencedImageSequence = Sequence([reference])
    request = item(ScheduledProcedureStepDescription="Chest", RequestedProcedureID="ACC20199417")
    dataset.RequestAttributesSequence = Sequence([request])
    block = dataset.private_block(0x0009, "ASSAY PRIVATE", create=True)
    for i in range(24):
        block.add_new(i, "LO", f"value {i}")
    return dataset
